# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""House styles: what is taken of an upload, what it becomes, what is told, and that nothing else ever comes out."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meedoen import limits
from meedoen.commands.base import ENGLISH
from meedoen.errors import Invalid
from meedoen.themes import Checked, check, told
from meedoen.themes.roles import DARK, FONT, LIGHT, RADIUS, ROLES
from meedoen.themes.style import VARIABLES
from tests.tools import ROOT, text

PUBLISHED = ROOT / "tests/themes"
VOORBEELD = (PUBLISHED / "voorbeeld.css").read_bytes()
MA = (PUBLISHED / "ma.css").read_bytes() + (PUBLISHED / "ma-dark.css").read_bytes()
BASE = text(Path("server/meedoen/static/base.css"))


def root(declarations: str) -> Checked:
    return check(f":root {{ {declarations} }}".encode())


def light(checked: Checked, *names: str) -> list[str]:
    return [checked.light[name].value for name in names]


def dark(checked: Checked, *names: str) -> list[str]:
    return [checked.dark[name].value for name in names]


def lines(checked: Checked) -> list[int]:
    """Where something stands that is left out."""
    return sorted(line for line, _why in checked.left_out.values())


def refusal(raw: bytes) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        check(raw)
    return {line: ENGLISH.text(why) for line, why in refused.value.fields.items()}


# --- themes as they are published ------------------------------------------------------------------------------------


def test_voorbeeld() -> None:
    checked = check(VOORBEELD)
    assert light(checked, "font", "text", "background", "link", "button-background", "button-text", "accent") == [
        '"Noto Sans", sans-serif', "#001a40", "#ffffff", "#00568b", "#5115ef", "#ffffff", "#5115ef",
    ]  # fmt: skip
    assert light(checked, "border", "error", "radius", "focus") == ["#586c88", "#a01d23", "8px", "#ffdd00"]
    assert checked.light["link"].token == "--nl-link-color"
    assert not checked.own_dark
    assert dark(checked, "background", "text") == [DARK["background"], DARK["text"]]
    assert checked.passes
    assert lines(checked) == [798]


def test_mooi_en_anders_with_its_dark_variant() -> None:
    checked = check(MA)
    assert light(checked, "text", "link", "button-background", "focus") == ["#1d1f24", "#3273ab", "#8a3a9f", "#a6ff00"]
    assert checked.own_dark
    assert dark(checked, "background", "text", "link", "button-background", "button-text", "error", "accent") == [
        "#111111", "#f1f1f1", "#8faed2", "#2661a8", "#ecf1f7", "#f78d8d", "#8faed2",
    ]  # fmt: skip
    assert checked.passes


@pytest.mark.parametrize("raw", [VOORBEELD, MA])
def test_what_is_served_is_small(raw: bytes) -> None:
    assert len(check(raw).css.encode()) <= 1024


# --- what is taken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "#0a5a66", "#0A5A66FF", "rgb(10, 90, 102)", "rgb(10 90 102 / 100%)", "rgba(10,90,102,1)", "hsl(188 82% 22%)",
        "hsl(188deg, 82%, 22%)", "hwb(188 4% 60%)", "lab(34.4% -19.43 -13.65)", "oklch(43% 0.0716 211)",
        "color(srgb 0.039 0.353 0.4)",
    ],
)  # fmt: skip
def test_a_colour_in_any_form_is_written_one_way(value: str) -> None:
    found = light(root(f"--meedoen-accent: {value}"), "accent")[0]
    assert re.fullmatch("#[0-9a-f]{6}", found)
    assert all(abs(int(found[at : at + 2], 16) - want) <= 2 for at, want in ((1, 10), (3, 90), (5, 102)))


def test_names_are_colours_and_capitals_do_not_matter() -> None:
    assert light(root("--meedoen-accent: RebeccaPurple"), "accent") == ["#663399"]


def test_the_order_in_which_tokens_are_looked_for() -> None:
    tokens = {"--ams-link-color": "#000044", "--utrecht-link-color": "#000033", "--nl-link-color": "#000022"}
    tokens["--meedoen-link"] = "#000011"
    given: list[str] = []
    for name, value in tokens.items():
        given.insert(0, f"{name}: {value};")
        assert light(root(" ".join(given)), "link") == [value]


def test_references_are_followed_and_fall_back() -> None:
    deep = "--a: var(--b, red); --b: var(--c); --c: hsl(var(--hue) 50% 40%); --hue: 120"
    assert light(root(f"--meedoen-accent: var(--a); {deep}"), "accent") == ["#339933"]
    assert light(root("--meedoen-accent: var(--gone, var(--x, #123456))"), "accent") == ["#123456"]


def test_what_does_not_fit_is_told_and_the_next_is_taken() -> None:
    checked = root("--nl-link-color: 12px;\n--utrecht-link-color: #123456;\n--meedoen-radius: round")
    assert light(checked, "link", "radius") == ["#123456", RADIUS]
    assert lines(checked) == [1, 3]
    assert "“--nl-link-color: 12px” does not fit the role link" in ENGLISH.text(checked.left_out["--nl-link-color"][1])


@pytest.mark.parametrize(
    ("role", "value"),
    [
        ("radius", "-3px"), ("radius", "4px 8px"), ("radius", "50%"), ("radius", "12"), ("radius", "calc(1px + 2px)"),
        ("font", "Comic\\00 Sans"), ("font", "\"A\\\"; } body { color: red\""), ("font", "inherit"), ("font", "a, , b"),
        ("font", ", ".join("abcdefghijklmn")), ("font", "<b>"), ("accent", "currentcolor"), ("accent", "#0006"),
        ("accent", "transparent"), ("accent", "rgb(0 0)"), ("accent", "var(--none)"), ("accent", "var(red)"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_role_is_not_used(role: str, value: str) -> None:
    checked = root(f"--meedoen-error: #990000; --meedoen-{role}: {value}")
    assert not checked.light[role].token
    assert lines(checked) == [1]


@pytest.mark.parametrize(
    ("value", "served"),
    [("0", "0px"), ("4px", "4px"), (".5rem", "8px"), ("1.25em", "20px"), ("999px", "24px")],
)
def test_a_radius(value: str, served: str) -> None:
    assert light(root(f"--meedoen-radius: {value}"), "radius") == [served]


def test_a_list_of_fonts_ends_in_one_that_is_always_there() -> None:
    assert light(root("--meedoen-font: 'Fira Sans', Arial"), "font") == ['"Fira Sans", "Arial", sans-serif']
    assert light(root("--meedoen-font: Georgia, serif"), "font") == ['"Georgia", serif']


def test_a_variant_for_participation_goes_before_the_style_it_stands_in() -> None:
    checked = check(VOORBEELD + b".meedoen { --meedoen-accent: #7a1f5c; --meedoen-radius: 16px }")
    assert light(checked, "accent", "radius", "link") == ["#7a1f5c", "16px", "#00568b"]


# --- the dark --------------------------------------------------------------------------------------------------------

DAY = ":root { --utrecht-document-background-color: #fff; --nl-link-color: #00f }"
NIGHT = "--utrecht-document-background-color: #111; --nl-link-color: #9cf"


@pytest.mark.parametrize(
    "night",
    [
        f"@media (prefers-color-scheme: dark) {{ :root {{ {NIGHT} }} }}",
        f"@MEDIA ( Prefers-Color-Scheme : dark ) {{ .x-theme--media-query {{ {NIGHT} }} }}",
        f".x-theme--color-scheme-dark {{ {NIGHT} }}",
        f".x-theme.x-theme--dark {{ {NIGHT} }}",
    ],
)
def test_a_dark_variant(night: str) -> None:
    checked = check(f"{DAY} {night}".encode())
    assert checked.own_dark
    assert light(checked, "background", "link") == ["#ffffff", "#0000ff"]
    assert dark(checked, "background", "link") == ["#111111", "#99ccff"]


def test_without_one_its_hues_are_seen_on_our_dark_ground() -> None:
    checked = root("--meedoen-accent: #00008b; --meedoen-error: #8b0000")
    assert dark(checked, "background", "text") == [DARK["background"], DARK["text"]]
    assert checked.passes
    red, green, blue = (int(checked.dark["accent"].value[at : at + 2], 16) for at in (1, 3, 5))
    assert blue > red
    assert blue > green


def test_single_roles_can_be_given_for_our_dark() -> None:
    night = "@media (prefers-color-scheme: dark) { :root { --nl-link-color: #ffcc00 } }"
    checked = check(f"{DAY} {night}".encode())
    assert not checked.own_dark
    assert dark(checked, "background", "link") == [DARK["background"], "#ffcc00"]


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "line", "why"),
    [
        ("\n@import 'x.css';", "2", "“@import” is not followed"),
        ("@font-face { src: local(x) }", "1", "“@font-face” is not taken"),
        ("@media print { :root { --a: 1 } }", "1", "“@media” is not taken"),
        ("@media (prefers-color-scheme: dark);", "1", "“@media” is not taken"),
        ("@property --a { syntax: '*' }", "1", "“@property” is not taken"),
        (":root { --meedoen-accent: red;\n color: red }", "2", "Only design tokens"),
        (":root { --meedoen-accent: red !important }", "1", "Only design tokens"),
        (":root { &:hover { --a: red } }", "1", "Only design tokens"),
        ("body { --meedoen-accent: red }", "1", "Tokens stand in a block for :root"),
        (".a .b { --meedoen-accent: red }", "1", "Tokens stand in a block for :root"),
        (".a:hover, .b { --meedoen-accent: red }", "1", "Tokens stand in a block for :root"),
        (".x-theme--compact { --meedoen-accent: red }", "1", "another variant"),
        (":root { --x: url(https://elders.example/x.png) }", "1", "Nothing may be loaded"),
        (":root { --x: url('//elders.example/x.png') }", "1", "Nothing may be loaded"),
        (":root { --x: a(b(URL( 'data:x' 'y' ))) }", "1", "Nothing may be loaded"),
        (":root { --x: image-set('data:x' 1x) }", "1", "Nothing may be loaded"),
        (":root { --x: expression(alert(1)) }", "1", "Nothing may be loaded"),
        (":root { --x: " + "(" * 20 + ")" * 20 + " }", "1", "nested too deep"),
        (":root { --x: 'a\nb' }", "1", "cannot be read"),
        (":root { --x: ) }", "1", "cannot be read"),
        ("}", "1", "no CSS"),
        ("", "1", "None of the tokens we use"),
        (":root { --other: red }", "1", "None of the tokens we use"),
        (":root { --meedoen-accent: var(--a);\n--a: var(--b);\n--b: var(--a) }", "3", "“--a” refers to itself"),
        (":root { --x: var(--x, red) }", "1", "“--x” refers to itself"),
        (":root { --x: \0 }", "1", "no text"),
    ],
)
def test_each_way_to_be_refused(css: str, line: str, why: str) -> None:
    assert why in refusal(css.encode())[line]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert list(refusal(b"@import 'x';\n:root { color: red;\n--x: url(//x) }")) == ["1", "2", "3"]
    assert len(refusal(b"@x;\n" * 1000)) == limits.THEME_FAULTS_MAX


def test_what_is_no_utf_8_and_what_is_too_large() -> None:
    assert "UTF-8" in refusal(b":root {\n--x: '\xff' }")["2"]
    assert "KiB" in refusal(b" " * (limits.THEME_BYTES_MAX + 1))["1"]
    assert check(b"\xef\xbb\xbf@charset 'utf-8'; :root { --meedoen-accent: red }").light["accent"].token


def test_a_value_that_would_grow_without_end_is_not_used() -> None:
    doubling = "".join(f"--x{at}: var(--x{at + 1}) var(--x{at + 1});" for at in range(30))
    chain = "".join(f"--y{at}: var(--y{at + 1});" for at in range(3000))
    checked = root(f"{doubling} --x30: red; {chain} --y3000: red; --meedoen-error: #900;"
                   "\n--meedoen-accent: var(--x0);\n--meedoen-link: var(--y0)")  # fmt: skip
    assert lines(checked) == [2, 3]


# --- contrast --------------------------------------------------------------------------------------------------------


def ratio(checked: Checked, front: str, ground: str = "background", *, at_night: bool = False) -> float:
    found = [one for one in checked.pairs if (one.front, one.ground, one.dark) == (front, ground, at_night)]
    assert len(found) == 1
    return round(found[0].ratio, 2)


def test_contrast_is_that_of_wcag() -> None:
    """#767676 on white is 4.54, as WebAIM's and everybody's checker says; black is 21."""
    checked = root(
        "--meedoen-background: #fff; --meedoen-link: #767676; --meedoen-text: #000; --meedoen-border: #949494"
    )
    assert ratio(checked, "link") == 4.54
    assert ratio(checked, "text") == 21
    assert ratio(checked, "border") == 3.03
    assert [(one.front, one.passes) for one in checked.pairs if one.front == "link" and not one.dark] == [
        ("link", True), ("link", False)
    ]  # fmt: skip


def test_a_shortfall_is_told_and_served() -> None:
    checked = root("--meedoen-background: #fff; --meedoen-link: #8a8a8a")
    assert not checked.passes
    assert "--md-link:#8a8a8a;" in checked.css
    report = told(checked, ENGLISH.text)
    assert re.search(r"link on background +light +3\.45 +\(4\.5\) +falls short", report)
    assert "Pairs with less contrast than the law asks: 2." in report


def test_what_nobody_could_read_is_served_readable_and_told() -> None:
    checked = root("--meedoen-background: #fff; --meedoen-text: #ddd; --meedoen-link: #eee;"
                   "--meedoen-button-background: #ff0; --meedoen-button-text: #fff")  # fmt: skip
    day = checked.css.partition("@media")[0]
    assert "--md-text:#000000;" in day
    assert "--md-link:#000000;" in day
    assert "--md-on-button:#000000;" in day
    assert ratio(checked, "text") < 1.5
    assert "Nobody can read link on background so: #000000 is served in its place." in told(checked, ENGLISH.text)


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#777777", "#ffff00", "#102a43"])
@pytest.mark.parametrize("accent", ["#0a5a66", "#ffff00", "#ffffff", "#000000"])
def test_what_the_server_adds_is_seen_on_any_ground(ground: str, accent: str) -> None:
    checked = root(f"--meedoen-background: {ground}; --meedoen-accent: {accent}")
    added = {"text", "soft", "on-accent", "bar", "done", "border", "focus"}
    assert [one for one in checked.pairs if one.front in added and one.ground != "tint" and not one.passes] == []


# --- our own ---------------------------------------------------------------------------------------------------------


def in_base(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--md-[\w-]+): ([^;]+);", block))


def test_our_own_are_those_of_base_css() -> None:
    day, night = (in_base(BASE.split(":root {")[at].partition("}")[0]) for at in (1, 2))
    assert (day["--md-font"], day["--md-radius"]) == (FONT, RADIUS)
    for own, block in ((LIGHT, day), (DARK, day | night)):
        resolved = {name: own[name] for name in ("text", "background", "accent", "error", "done", "focus")}
        named = {variable: name for variable, name in VARIABLES.items() if name in resolved}
        assert {name: block[variable].replace("#fff", "#ffffff")[:7] for variable, name in named.items()} == resolved
        assert block["--md-soft"] == own["border"]
    assert set(day) == {*VARIABLES, "--md-font", "--md-radius"}


def test_each_role_stands_in_the_docs() -> None:
    page = text(Path("server/docs/house-style.md"))
    assert [role.name for role in ROLES if f"| {role.name} | `--meedoen-{role.name}` |" not in page] == []


# --- whatever is uploaded --------------------------------------------------------------------------------------------

NAMES = [token for role in ROLES for token in role.tokens] + ["--a", "--b", "--x"]
PIECES = st.one_of(
    st.sampled_from(
        ["red", "#0a5a66", "rgb(1 2 3)", "rgb(none 1e400 -5)", "oklch(50% .4 20)", "var(--a)", "var(--b, 4px)", "var(",
         "url(data:,x)", "url(//x)", ";", "}", "{", ":", "!important", "/*", "*/", "'", '"', "\\", "<", "@import",
         "8px", "calc(", ")", "Arial", ",", "\n", "color(xyz 9 9 9)", "currentcolor", "-->", "lab(NaN 1 1)", "]",
         "oklch(1e308 1e308 9)", "color(srgb 1e308 0 0)", "-1e308", "1" * 5000]
    ),
    st.text(max_size=4),
)  # fmt: skip
VALUE = st.lists(PIECES, max_size=4).map(" ".join)
BLOCKS = st.lists(st.tuples(st.sampled_from(NAMES), VALUE), min_size=1, max_size=12).map(
    lambda pairs: ":root {" + ";".join(f"{name}:{value}" for name, value in pairs) + "}"
)
UPLOADS = st.one_of(
    BLOCKS.map(str.encode), st.lists(st.one_of(BLOCKS, VALUE)).map("".join).map(str.encode), st.binary()
)
COLOUR = "#[0-9a-f]{6}"
SAFE = dict.fromkeys(VARIABLES, COLOUR) | {
    "--md-font": r"""("[A-Za-z0-9 ._-]+"|[a-z-]+)(, ("[A-Za-z0-9 ._-]+"|[a-z-]+))*""",
    "--md-radius": r"[0-9.]+px",
}
SERVED = re.compile(
    r":root\{(?P<day>[^{}]*)\}\n@media \(prefers-color-scheme:dark\)\{:root\{(?P<night>[^{}]*)\}\}\n"
    r"@media \(prefers-contrast:more\)\{:root\{(--md-[a-z]+:var\(--md-text\);)+\}\}\n"
)


def unsafe(css: str) -> list[str]:
    served = SERVED.fullmatch(css)
    assert served, css
    declared = [one.partition(":") for block in ("day", "night") for one in served[block].rstrip(";").split(";")]
    assert {name for name, _, _value in declared} == set(SAFE)
    return [f"{name}: {value}" for name, _, value in declared if not re.fullmatch(SAFE[name], value)]


@given(UPLOADS)
def test_whatever_is_uploaded_only_our_roles_with_safe_values_come_out(raw: bytes) -> None:
    try:
        checked = check(raw)
    except Invalid as refused:
        said = [ENGLISH.text(why) for why in refused.fields.values()]
    else:
        assert unsafe(checked.css) == []
        said = [told(checked, ENGLISH.text)]
    assert said


HOSTILE = [path.read_text("utf-8") for path in sorted(PUBLISHED.glob("hostile-*.css"))]
PARTS = [
    "url(//x)", "@import 'x';", "expression(1)", "calc(", "\\69",
    "}", "{", ";", "/*", "*/", "\\", '"', "'", "(", ")", "\0", "<!--", "-->",
    "var(--x)", "!important", "1e308", "9" * 500, ":root", "--meedoen-accent:", "\u202e", "\ufeff", ",",
]  # fmt: skip


def mutated(css: str, chance: random.Random) -> str:
    """With one to six things cut out, put in, or said twice."""
    for _ in range(chance.randint(1, 6)):
        first, last = sorted(chance.choices(range(len(css) + 1), k=2))
        last = min(last, first + 40)
        css = css[:first] + chance.choice(["", chance.choice(PARTS), css[first:last] * 2]) + css[last:]
    return css


def unaccounted(css: str) -> list[str]:
    """What is neither harmless nor refused by a line that is there."""
    lines = range(1, len(re.split(r"\r\n|[\n\r\f]", css)) + 1)
    try:
        return unsafe(check(css.encode()).css)
    except Invalid as refused:
        told = {where.partition(":")[0]: ENGLISH.text(why) for where, why in refused.fields.items()}
        return [f"{where}: {why}" for where, why in told.items() if int(where) not in lines or not why]


def test_three_hostile_styles_are_refused_with_every_line_that_is_meant_ill() -> None:
    expression, imports, url = (refusal(css.encode()) for css in HOSTILE)
    assert list(url) == ["7", "8", "9", "10", "11"]
    assert [line for line, why in url.items() if "url()" in why] == ["7", "8", "9", "10"]
    assert list(imports) == ["5", "6", "7", "8", "9", "11"]
    assert [line for line, why in imports.items() if "@import" in why] == ["5", "6", "9"]
    assert list(expression) == ["6", "11", "12", "13", "14"]


@pytest.mark.scale(test=200, long=20_000)
def test_whatever_is_done_to_a_style_it_is_refused_by_line_or_harmless(count: int) -> None:
    chance = random.Random(20261128)
    styles = [*HOSTILE, VOORBEELD.decode()[:6000] + "}"]
    for number in range(count):
        assert unaccounted(mutated(styles[number % len(styles)], chance)) == []


def test_a_number_beyond_reckoning_is_no_colour() -> None:
    checked = root(
        "--meedoen-error: #900; --meedoen-accent: oklch(1e308 0.1 1e308); --meedoen-link: color(srgb 1e308 0 0)"
    )
    assert not checked.light["link"].token
    assert "No number is this long" in refusal(f":root {{\n--x: {'9' * 5000} }}".encode())["2"]


def test_faults_on_one_line_are_told_apart() -> None:
    assert list(refusal(b":root{color:red;--x:url(//x)}@import 'x';")) == ["1:7", "1:17", "1:30"]
