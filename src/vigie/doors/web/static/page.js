// Doors, web. Comfort only: all pages work without this file. Drag and wheel on drawings marked
// data-pan, and "/" to reach the search field.
"use strict";

for (const svg of document.querySelectorAll("svg[data-pan]")) {
  const home = svg.viewBox.baseVal;
  const box = { x: home.x, y: home.y, w: home.width, h: home.height };
  const whole = { ...box };
  let last = null;
  let moved = 0;
  const show = () => svg.setAttribute("viewBox", `${box.x} ${box.y} ${box.w} ${box.h}`);
  const unit = () => box.w / svg.getBoundingClientRect().width;

  svg.addEventListener("wheel", (e) => {
    if (!e.ctrlKey && !e.metaKey) return; // the page still scrolls; a pinch zooms
    e.preventDefault();
    const rect = svg.getBoundingClientRect();
    const factor = Math.exp(e.deltaY * 0.004);
    const w = Math.min(whole.w * 2, Math.max(whole.w / 20, box.w * factor));
    const px = box.x + (e.clientX - rect.left) * unit();
    const py = box.y + (e.clientY - rect.top) * unit();
    const f = w / box.w;
    box.x = px - (px - box.x) * f;
    box.y = py - (py - box.y) * f;
    box.w = w;
    box.h *= f;
    show();
  }, { passive: false });
  svg.addEventListener("pointerdown", (e) => {
    if (e.pointerType !== "mouse" || e.button !== 0) return;
    last = e;
    moved = 0;
    e.preventDefault(); // no dragging of links
  });
  window.addEventListener("pointermove", (e) => {
    if (!last) return;
    box.x -= (e.clientX - last.clientX) * unit();
    box.y -= (e.clientY - last.clientY) * unit();
    moved += Math.abs(e.clientX - last.clientX) + Math.abs(e.clientY - last.clientY);
    last = e;
    svg.classList.toggle("held", moved > 4);
    show();
  });
  window.addEventListener("pointerup", () => { last = null; svg.classList.remove("held"); });
  svg.addEventListener("click", (e) => { if (moved > 4) e.preventDefault(); }, true);
}

document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
    document.getElementById("q-top").focus();
    e.preventDefault();
  }
});
