"use strict";
// A scenario or a workload, run against the configured till while everybody watches.
const TONES = { pass: "good", fail: "bad", error: "bad" };
const MARKS = {
  passed: "✓", failed: "✗", error: "✗", undefined: "?", executing: "…", skipped: "–", untested: "·",
};
const WIDE = /[\u4e00-\u9fff]/; // features in Chinese come first for those who read it
let offers = [];

function listOffers() {
  const groups = new Map();
  for (const offer of offers) {
    const group = offer.group || t("workloads");
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(make("option", { value: offers.indexOf(offer), textContent: t(offer.title) }));
  }
  const kept = $("offers").value;
  const mine = ([label, options]) => WIDE.test(label + options[0].textContent) === (lang() === "zh");
  const inOrder = [...[...groups].filter(mine), ...[...groups].filter((group) => !mine(group))];
  $("offers").replaceChildren(...inOrder.map(
    ([label, options]) => make("optgroup", { label }, ...options)));
  if (kept) $("offers").value = kept;
}

function showPlaying(playing) {
  $("play-steps").hidden = $("play-said").hidden = $("play-verdict").hidden = !playing;
  if (!playing) return;
  const word = playing.verdict === "unknown" ? "verdict_unknown" : playing.verdict;
  $("play-verdict").textContent = playing.verdict
    ? t("played", playing.name, t(word)) : t("playing", playing.name);
  $("play-verdict").className = playing.verdict ? TONES[playing.verdict] || "warn" : "";
  $("play-steps").replaceChildren(...playing.steps.map((step) => make("li", { className: step.status },
    make("span", { className: "mark", textContent: MARKS[step.status] || "·" }), " ",
    make("b", { textContent: step.keyword }), " ", step.text)));
  $("play-said").replaceChildren(...playing.said.map((text) => make("li", { textContent: text })));
}

function run(values) {
  $("playing").open = true;
  return send("play", { ...values, language: lang() === "zh" ? "zh-CN" : "en" });
}

$("play-form").onsubmit = (event) => {
  event.preventDefault();
  const { kind, name } = offers[$("offers").value];
  run({ kind, name });
};
$("again").onclick = () => run({ kind: "feature", name: $("gherkin").textContent });
$("playing").ontoggle = async () => {
  if (!$("playing").open || offers.length) return;
  offers = await (await fetch(api("plays"))).json();
  listOffers();
};
