// Doors, web. Charts that answer the pointer, in place of the drawings that stand without a script.
// Specifications come from /api/charts; expressions are interpreted, so that no page needs eval.
"use strict";

(() => {
  const figures = [...document.querySelectorAll("[data-chart]")];
  if (!figures.length) return;
  const bundle = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = figures[0].dataset.vega;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim() || "#222";
  const line = style.getPropertyValue("--rule").trim() || "#ccc";
  const quads = ["--VC", "--MC", "--VX", "--MX"].map((name) => style.getPropertyValue(name).trim());
  const config = {
    background: "transparent",
    font: style.getPropertyValue("--sans").trim(),
    view: { stroke: null },
    axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line },
    legend: { labelColor: ink, titleColor: ink, orient: "bottom", title: null },
  };
  const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);
  const between = (figure, since, until) => {
    const days = figure.dataset.days;
    return `${days}${days.includes("?") ? "&" : "?"}since=${since}&until=${until}`;
  };

  const follow = (figure, view) => {
    if (!figure.dataset.days) return;
    view.addEventListener("click", (event, item) => {
      if (!item?.datum?.start || view.signal("days").start) return; // the end of a drag
      location.href = between(figure, dayOf(item.datum.start), item.datum.end);
    });
    const chosen = document.createElement("p");
    chosen.className = "chosen";
    chosen.setAttribute("aria-live", "polite");
    chosen.textContent = figure.dataset.help;
    figure.querySelector(".vega").after(chosen);
    view.addSignalListener("days", (name, value) => {
      const [low, high] = value.start ?? [];
      if (low === undefined) {
        chosen.textContent = figure.dataset.help;
        return;
      }
      const [since, until] = [dayOf(low), dayOf(Math.max(low, high - 1))];
      const link = document.createElement("a");
      link.href = between(figure, since, until);
      link.textContent = figure.dataset.brush.replace("{a}", since).replace("{b}", until);
      chosen.replaceChildren(link);
    });
  };

  const draw = async (figure) => {
    const drawing = figure.querySelector("svg");
    const [answer] = await Promise.all([fetch(figure.dataset.chart), bundle]);
    if (!answer.ok) return;
    const spec = { ...(await answer.json()), width: "container", description: figure.dataset.label };
    const colours = spec.encoding?.color?.scale;
    if (colours?.domain?.length === quads.length) {
      colours.range = quads; // those of the page, whose legend stands beside
      spec.encoding.color.legend = null;
    }
    const place = document.createElement("div");
    place.className = "vega";
    figure.prepend(place);
    try {
      const { view } = await window.vegaEmbed(place, spec, {
        ast: true, actions: false, renderer: "canvas", defaultStyle: false, config,
        tooltip: { disableDefaultStyle: true },
      });
      figure.classList.add("drawn");
      follow(figure, view);
    } catch (error) {
      place.remove(); // the drawing stays
      throw error;
    }
    if (drawing) drawing.setAttribute("aria-hidden", "true");
  };
  figures.forEach((figure) => draw(figure).catch(() => {})); // what cannot be drawn stays as it was
})();
