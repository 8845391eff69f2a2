"use strict";

const MOST_ROWS = 3000;
const $ = (id) => document.getElementById(id);
const lang = () => $("lang").value;
const api = (path) => new URL("api/" + path, document.baseURI);
let source = null;
let last = 0;
let state = null;
let catalogue = [];

function t(name, ...values) {
  const both = TEXTS[name];
  const text = both ? both[lang() === "zh" ? 1 : 0] : name;
  return values.reduce((said, value, at) => said.replace(`{${at}}`, value), text);
}

// A device or a group of faults, as people call it.
function named(device) {
  return TEXTS[`of_${device}`] ? t(`of_${device}`) : device;
}

function make(tag, options = {}, ...children) {
  const element = Object.assign(document.createElement(tag), options);
  element.append(...children);
  return element;
}

// Amounts come in minor units; the page shows the decimals of the currency.
function money(minor) {
  const places = state.acquirer.decimals;
  return (minor / 10 ** places).toFixed(places);
}

async function send(path, body) {
  notice("");
  try {
    const answer = await fetch(api(`${path}?lang=${lang()}`), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const values = await answer.json();
    if (!answer.ok) notice(values.error);
    return answer.ok ? values : null;
  } catch {
    notice(t("lost"));
    return null;
  }
}

function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = !text;
}

function connect() {
  if (source) source.close();
  $("rows").replaceChildren();
  source = new EventSource(api(`stream?after=0&lang=${lang()}`));
  source.onopen = () => notice("");
  source.onerror = () => notice(t("lost"));
  source.addEventListener("session", () => {
    $("rows").replaceChildren();
    forgetWires();
  });
  source.addEventListener("state", (message) => show(JSON.parse(message.data)));
  source.addEventListener("rows", (message) => tell(JSON.parse(message.data)));
}

function show(now) {
  const before = state;
  state = now;
  $("pos-name").textContent = `${now.pos.name} ${now.pos.version}`;
  $("pos-state").textContent = now.pos.busy ? t("busy", t(now.pos.busy)) : t(now.pos.up ? "up" : "stopped");
  $("pos-state").className = "chip " + (now.pos.up ? "good" : "bad");
  for (const key of document.querySelectorAll("[data-do], [data-call], #judge, #reset, #play, #again")) {
    key.disabled = Boolean(now.pos.busy);
  }
  showPrinter(now.printer, before && before.printer);
  showArmed(now.faults);
  showBooks(now.acquirer);
  showPlaying(now.playing);
}

function lamp(name, value, tone) {
  return make("li", { className: tone }, `${t(name)}: ${value}`);
}

function showPrinter(now, before) {
  $("profile").textContent = now.profile;
  $("lamps").replaceChildren(
    lamp("power", t(now.powered ? "on" : "off"), now.powered ? "good" : "bad"),
    lamp("online", t(now.online ? "yes" : "no"), now.online ? "good" : "bad"),
    lamp("cover", t(now.cover_open ? "open" : "shut"), now.cover_open ? "bad" : "good"),
    lamp("roll", t(now.paper), { ok: "good", near_end: "warn", out: "bad" }[now.paper]),
    lamp("error", now.error === "none" ? t("no") : t(now.error), now.error === "none" ? "good" : "bad"),
    lamp("drawer", t(now.drawer_open ? "open" : "shut"), now.drawer_open ? "warn" : "good"),
    lamp("buffer", t("bytes", now.buffered_bytes), now.buffered_bytes ? "warn" : "good"),
  );
  const paper = $("paper");
  if (!before || before.drawn !== now.drawn || paper.hidden !== !now.rows) {
    if (now.rows) paper.src = api(`paper.png?drawn=${encodeURIComponent(now.drawn)}`);
    paper.alt = t("standing_paper", now.text.join(" / "));
    paper.hidden = !now.rows;
    $("blank").hidden = Boolean(now.rows);
  }
  showSlips(now.slips);
}

// Slips that are shown already stay: their pictures would be drawn again.
function showSlips(slips) {
  const shown = new Map([...$("slips").children].map((figure) => [figure.dataset.mark, figure]));
  $("slips").replaceChildren(...[...slips].reverse().map((slip) => {
    const mark = `${slip.number} ${slip.blob} ${lang()}`;
    return shown.get(mark) || slipFigure(slip, mark);
  }));
}

function slipFigure(slip, mark) {
  const word = t("slip_no", slip.number, t(slip.complete ? `ended_${slip.ended_by}` : "incomplete"));
  const picture = make("img", { alt: slip.text.join(" / "), loading: "lazy", decoding: "async" });
  picture.width = slip.width_dots / 2;
  picture.height = slip.height_dots / 2;
  if (slip.blob) picture.src = api(`slips/${slip.blob}.png`);
  const figure = make("figure", { className: "paper" }, picture, make("figcaption", { textContent: word }));
  figure.dataset.mark = mark;
  return figure;
}

function showArmed(faults) {
  const rows = faults.map((fault) => {
    const row = make("li", { className: fault.state }, make("code", { textContent: fault.spec }),
      " ", make("span", { className: "chip", textContent: t(fault.state) }), " ");
    if (fault.state === "standing") {
      const button = make("button", { textContent: t("mend") });
      button.setAttribute("aria-label", `${t("mend")} ${fault.name}`);
      button.onclick = () => send("mend", { fault: fault.name });
      row.append(button);
    }
    return row;
  });
  $("armed").replaceChildren(...(rows.length ? rows.reverse() : [make("li", { textContent: t("none") })]));
}

function showBooks(host) {
  $("date").textContent = host.business_date;
  const mark = JSON.stringify(host.batches) + lang();
  if ($("books").mark === mark) return;
  $("books").mark = mark;
  const open = new Set([...$("books").querySelectorAll("details[open]")].map((one) => one.dataset.name));
  const first = $("books").children.length === 0;
  $("books").replaceChildren(...[...host.batches].reverse().map((batch, at) => {
    const name = `${batch.terminal} ${batch.number}`;
    const state = t(batch.is_open ? "batch_open" : "batch_closed");
    const summary = make("summary", { textContent: t("batch", batch.number, batch.terminal, state) });
    const totals = make("p", { textContent: t("totals", batch.debits_count, money(batch.debits_minor),
      batch.credits_count, money(batch.credits_minor)) });
    const box = make("details", { open: first ? at === 0 : open.has(name) || (at === 0 && batch.is_open) },
      summary, totals, table(batch.transactions));
    box.dataset.name = name;
    return box;
  }));
}

function table(transactions) {
  const head = make("tr", {}, ...["trace", "kind", "amount", "state", "card"].map(
    (name) => make("th", { scope: "col", textContent: t(name) })));
  const rows = transactions.map((one) => make("tr", { className: one.state }, ...[
    one.trace, t(one.kind), money(one.amount_minor), t(one.state), one.card,
  ].map((text) => make("td", { textContent: text }))));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
}

function tell(rows) {
  const list = $("rows");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const fresh = document.createDocumentFragment();
  for (const row of rows) {
    const tone = [row.tone, row.during ? "during" : "", row.key_moment || row.tone ? "" : "routine"];
    fresh.append(make("li", { className: tone.join(" ") },
      make("time", { textContent: row.t_s.toFixed(3) }), " ",
      make("b", { textContent: named(row.device) }), " ", row.sentence));
    last = row.seq;
  }
  list.append(fresh);
  for (let over = list.children.length - MOST_ROWS; over > 0; over--) list.firstChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
  if ($("feature").open) showFeature();
  showWires();
}

async function showFeature() {
  const answer = await fetch(api(`feature?language=${lang() === "zh" ? "zh-CN" : "en"}`));
  $("gherkin").textContent = answer.ok ? await answer.text() : (await answer.json()).error;
}

function showFaults() {
  const wanted = $("search").value.trim().toLowerCase();
  const groups = new Map();
  for (const fault of catalogue) {
    const said = `${fault.name} ${fault.en} ${fault.zh} ${fault.field}`.toLowerCase();
    if (wanted && !said.includes(wanted)) continue;
    const group = fault.name.slice(0, fault.name.lastIndexOf("."));
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(fault);
  }
  $("faults").replaceChildren(...[...groups].map(([name, faults]) => {
    const box = make("details", { open: Boolean(wanted) || (name === "printer" && innerWidth > 750) },
      make("summary", { textContent: named(name) }), ...faults.map(faultRow));
    return box;
  }));
}

function faultRow(fault) {
  const form = make("form", { className: "fault" });
  const title = make("p", {}, make("strong", { textContent: lang() === "zh" ? fault.zh : fault.en }),
    " ", make("code", { textContent: fault.name }));
  const fields = fault.parameters.map((one) => make("label", {}, one.name + " ",
    make("input", { name: one.name, value: one.default, size: Math.max(4, one.default.length) })));
  const when = make("label", {}, t("trigger") + " ",
    make("input", { name: "@", value: "", placeholder: "line(6)", size: 14 }));
  const now = make("button", { type: "button", textContent: t("now") });
  const later = make("button", { textContent: t("arm") });
  for (const [button, word] of [[now, "now"], [later, "arm"]]) {
    button.setAttribute("aria-label", `${t(word)}: ${fault.name}`);
  }
  const spec = (trigger) => {
    const changed = fault.parameters.filter((one) => form.elements[one.name].value !== one.default)
      .map((one) => `${one.name}=${form.elements[one.name].value}`);
    return fault.name + (changed.length ? ":" + changed.join() : "") + (trigger ? "@" + trigger : "");
  };
  now.onclick = () => send("faults", { fault: spec("now") });
  form.onsubmit = (event) => {
    event.preventDefault();
    send("faults", { fault: spec(form.elements["@"].value.trim() || fault.trigger) });
  };
  form.append(title, ...fields, when, later, now);
  return form;
}

async function act(key) {
  const values = { do: key.dataset.do };
  if (key.dataset.do === "sale") values.tender = key.dataset.tender;
  if (["sale", "refund"].includes(key.dataset.do)) values.amount = $("amount").value.trim();
  const answer = key.dataset.call
    ? await send("calls", { method: key.dataset.call })
    : await send("steps", values);
  if (!answer) return;
  const told = [answer.outcome || (answer.status === "ok" ? "" : answer.status), answer.receipt];
  const words = told.filter((word) => word && word !== "none").map((word) => t(word));
  if (answer.method === "status" && answer.status === "ok") words.push(...seen(JSON.parse(answer.result)));
  $("answer").textContent = `${t(answer.method)}: ${[...words, answer.reason].filter(Boolean).join(" · ")}`;
}

// A status answer as the operator would read it off the till.
function seen(status) {
  const waits = status.pending || {};
  return [
    t(status.ready ? "ready" : "not_ready"),
    `${t("printer")} ${t(status.printer || "unknown_state")}`,
    `${t("acquirer")} ${t(status.acquirer || "unknown_state")}`,
    t("waits", waits.receipts || 0, waits.reversals || 0),
    ...(status.alerts || []),
  ];
}

async function judge() {
  const found = await send("judge", {});
  if (!found) return;
  $("verdict-title").textContent = t(found.verdict === "unknown" ? "verdict_unknown" : found.verdict);
  $("verdict-title").className = found.verdict;
  const lines = found.checks.flatMap((check) => [
    ...check.violations.map((one) => `${check.name}: ${one.message}`),
    ...(check.verdict === "unknown" ? [`${check.name}: ${check.why}`] : []),
  ]);
  const held = found.checks.filter((check) => check.verdict === "pass").map((check) => check.name);
  const said = [...lines, ...found.reasons, `${t("pass")}: ${held.join(", ") || "–"}`];
  $("verdict-list").replaceChildren(...said.map((text) => make("li", { textContent: text })));
  $("verdict").showModal();
}

function speak() {
  document.documentElement.lang = lang() === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  localStorage.setItem("lang", lang());
  $("answer").textContent = "";
  showFaults();
  listOffers();
  forgetWires();
  connect();
}

async function begin() {
  $("lang").value = localStorage.getItem("lang") || (navigator.language.startsWith("zh") ? "zh" : "en");
  $("lang").onchange = speak;
  $("search").oninput = showFaults;
  $("judge").onclick = judge;
  $("reset").onclick = () => send("reset", {});
  $("all").onchange = () => $("rows").classList.toggle("all", $("all").checked);
  $("feature").ontoggle = showFeature;
  $("copy").onclick = () => navigator.clipboard.writeText($("gherkin").textContent);
  $("sell").onsubmit = (event) => { event.preventDefault(); act(event.submitter); };
  for (const key of document.querySelectorAll(".keys button")) key.onclick = () => act(key);
  catalogue = await (await fetch(api("faults"))).json();
  speak();
}

addEventListener("DOMContentLoaded", begin);
