"""The style sheet of the pages: the look of the learner's pages, with their colours (web/src/styles/tokens.css)."""

STYLE = """
:root { color-scheme: light dark; --paper: #fbf9f4; --card: #ffffff; --ink: #23302f; --faint: #566462;
  --line: #e4ded0; --edge: #857f6f; --teal: #1f4e5a; --on-teal: #ffffff; --good: #2c6a3f; --good-wash: #e6f2e8;
  --bad: #9c2b23; --bad-wash: #fbe9e6; --gold: #8a6420; --gold-wash: #f6eeda; --round: 0.5rem;
  --head: #1f4e5a; --on-head: #ffffff; --button: var(--teal); --on-button: var(--on-teal); }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12191b; --card: #1a2427; --ink: #e8ece9; --faint: #a3b0ad; --line: #2d3a3d; --edge: #75848a;
    --teal: #8fc6d2; --on-teal: #0f1c20; --good: #8fcf9f; --good-wash: #1b2f21; --bad: #f0a49c; --bad-wash: #391f1d;
    --gold: #d9b871; --gold-wash: #2e2819; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1.0625rem/1.5 system-ui, "Noto Sans", sans-serif; }
header { background: var(--head); color: var(--on-head); border-bottom: 1px solid var(--line); }
header > div, main { max-width: 64rem; margin: 0 auto; padding-inline: clamp(1rem, 4vw, 2rem); }
header > div { display: flex; align-items: center; gap: 1rem; padding-block: 1rem; }
header img { max-height: 3.5rem; max-width: 40%; padding: 0.375rem; background: #fff; border-radius: var(--round); }
header p { margin: 0; font: 600 1.25rem/1.25 ui-serif, Georgia, "Noto Serif", serif; }
h1 { margin: 0; font-size: 1rem; font-weight: 400; }
h2 { margin: 0 0 0.5rem; font-size: 1.0625rem; line-height: 1.25; }
main { padding-block: 1.5rem 3rem; display: grid; gap: 1rem; }
main > * { min-width: 0; }
.card, .status { padding: clamp(1rem, 3vw, 1.5rem); border: 1px solid var(--line); border-radius: var(--round);
  background: var(--card); }
.status { border: 2px solid; }
.status strong { display: block; font-size: 1.375rem; line-height: 1.25; }
.status p { margin: 0.5rem 0 0; color: var(--ink); }
.active { color: var(--good); background: var(--good-wash); }
.revoked { color: var(--bad); background: var(--bad-wash); border-style: dashed; }
.replaced { color: var(--gold); background: var(--gold-wash); border-style: double; border-width: 4px; }
.unknown { color: var(--ink); border-style: dotted; }
dl { margin: 0; display: grid; gap: 0.75rem; }
dt { color: var(--faint); font-size: 0.875rem; }
dd { margin: 0; font-size: 1.125rem; text-align: start; }
dd code { font-size: 0.8125rem; }
a { color: inherit; text-underline-offset: 0.2em; }
figure { margin: 0; }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: var(--round);
  background: #fff; }
section p { margin: 0 0 0.75rem; }
form, .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: start; }
input, textarea, button { font: inherit; min-height: 2.75rem; max-width: 100%; padding: 0.375rem 0.75rem;
  border: 1px solid var(--edge); border-radius: var(--round); color: inherit; background: transparent; }
input[type=file] { padding-block: 0.5rem; }
/* Where a whole code and the button do not fit on one line, the button wraps. */
input[type=text], input[type=url], textarea { flex: 1 1 20rem; min-width: 0; }
form input[type=text] { text-transform: uppercase; }
textarea { min-height: 6rem; resize: vertical; font: 0.8125rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
button { cursor: pointer; font-weight: 600; background: var(--button); color: var(--on-button); }
label { display: block; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
header :focus-visible { outline-color: var(--on-head); }
output { display: block; margin-top: 0.75rem; font-weight: 600; }
summary { cursor: pointer; padding-block: 0.5rem; font-weight: 600; }
@media (min-width: 48rem) {
  .known { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); align-items: start; }
  .known > * { grid-column: 1 / -1; }
  .known > .facts { grid-column: 1; }
  .known > figure { grid-column: 2; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --faint: #000; --good: #000; --bad: #000; --gold: #000;
    --good-wash: #fff; --bad-wash: #fff; --gold-wash: #fff; }
  header { background: none; color: #000; }
  section { display: none; }
  main { padding-block: 1rem; }
  figure { max-width: 16cm; break-inside: avoid; }
}
"""
