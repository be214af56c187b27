"""Every example and counter-example of residue.yaml and datelines.yaml is a law."""

import re

import pytest

from vigie.dispatches.clean import clean
from vigie.dispatches.datelines import find_dateline
from vigie.dispatches.layout import lay_out
from vigie.dispatches.residue import load_residue
from vigie.dispatches.tape import plain
from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import Pack, load_pack
from vigie.records import RawDispatch

TITLE = "Tripoli : les combats reprennent autour de l'aéroport"
BODY = (
    "Les combats ont repris mardi autour de l'aéroport, où deux brigades se font face depuis la "
    "chute de la ville, selon des habitants joints par téléphone dans la soirée.",
    "Le ministre de l'Intérieur a appelé les deux camps à cesser le feu et a promis d'envoyer "
    "des renforts avant la fin de la semaine, sans donner plus de précisions.",
    "Une réunion doit se tenir jeudi à Tunis en présence des deux parties et de l'émissaire.",
)
RULES = load_pack("fr").read("residue")
DATELINES = load_pack("fr").read("datelines")


def text_around(words: str, place: str) -> str:
    """An article with the words where the rule looks for them."""
    lines = {
        "head": [f"{words} {TITLE}", *BODY] if "\n" not in words else [words, TITLE, *BODY],
        "line": [TITLE, *BODY[:2], words, BODY[2]],
        "section": [TITLE, *BODY, words, "Un titre dans la liste"],
        "rest": [TITLE, *BODY, words],
        "tail": [TITLE, *BODY, words],
        "inline": [TITLE, BODY[0], words, *BODY[1:]],
    }[place]
    return "\n\n".join(lines)


CASES = [(r, p) for r in RULES for p in r["at"]]


@pytest.mark.parametrize(("rule", "place"), CASES, ids=[f"{r['id']}-{p}" for r, p in CASES])
def test_an_example_is_cut_by_its_rule(rule, place, residue):
    """What a rule shows, it cuts, wherever it may, and nothing around it."""
    marked = rule["example"]
    wanted = re.findall(r"⟦(.*?)⟧", marked) or [marked]
    where = "line" if "head" in rule.get("zone", ()) else place
    words = marked.replace("⟦", "").replace("⟧", "")
    text = text_around(words, where)
    if "head" in rule.get("zone", ()):
        text = "\n\n".join([words, TITLE, *BODY])
    cuts = [
        text[c.span.start : c.span.end]
        for c in clean(RawDispatch(id="x", text=text), residue)[0].cuts
    ]
    assert all(any(w.strip() in c for c in cuts) for w in wanted), cuts
    for line in (TITLE, *BODY):
        assert not any(line[:40] in c for c in cuts), cuts


@pytest.mark.parametrize(
    ("rule", "place"), [c for c in CASES if "not" in c[0]],
    ids=[f"{r['id']}-{p}" for r, p in CASES if "not" in r],
)  # fmt: skip
def test_a_counter_example_stands(rule, place, residue):
    """What a rule must leave, no rule cuts."""
    text = text_around(rule["not"], place)
    found = [m for m in lay_out(text, residue).marks if m.reason not in ("dateline",)]
    assert not found, [(m.rule, text[m.start : m.end]) for m in found]


@pytest.mark.parametrize("case", DATELINES["examples"], ids=lambda c: c["cut"])
def test_a_dateline_says_place_day_and_wire(case, residue):
    """Examples of datelines.yaml are cut to the letter and read whole."""
    text = case["text"]
    found = find_dateline(text, plain(text), 0, len(text), residue.grammar)
    assert found is not None
    assert text[: found.end].strip() == case["cut"].strip()
    assert (found.place, found.agency) == (case.get("place"), case.get("agency"))
    assert (found.day or "").removeprefix("--") == case.get("date", "")


@pytest.mark.parametrize("text", DATELINES["counter_examples"])
def test_a_sentence_is_no_dateline(text, residue):
    """Places, names and days at the start of a sentence are left to it."""
    assert find_dateline(text, plain(text), 0, len(text), residue.grammar) is None


def test_a_rule_with_an_odd_field_stops_the_start(tmp_path):
    """A misspelt field is refused, with the file and the entry."""
    for name in ("datelines.yaml", "residue.yaml"):
        source = load_pack("fr").folder / name
        (tmp_path / name).write_bytes(source.read_bytes())
    with (tmp_path / "residue.yaml").open("a", encoding="utf-8") as out:
        out.write(
            "\n- id: odd\n  reason: x\n  at: [line]\n  match: x\n  example: x\n  wher: y\n"
        )
    with pytest.raises(BadKnowledge, match="odd"):
        load_residue(Pack("xx", tmp_path))


def test_ids_are_not_given_twice():
    """A cut names its rule: two rules may not share a name."""
    ids = [rule["id"] for rule in RULES]
    assert len(ids) == len(set(ids))


def test_a_gate_hides_no_rule(residue):
    """What one pattern for all lets through holds whatever rule matches."""
    examples = [plain(str(e["example"])) for e in load_pack("fr").read("residue")]
    for gate in (residue.line, residue.rest, residue.section):
        for words in examples:
            filling = [r for r in gate.rules if r.pattern.fullmatch(words)]
            opening = [r for r in gate.rules if r.pattern.match(words)]
            assert set(filling) <= set(gate.filling(words, 0, len(words)))
            assert set(opening) <= set(gate.opening(words, 0, len(words)))
        assert len(gate.always) < len(gate.rules)
