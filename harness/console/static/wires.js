"use strict";
// Both wires, decoded by the server; asked for only while somebody looks.
const wires = { last: 0, asking: false, again: false };
const MOST_MESSAGES = 500;
const AT_ONCE = 150; // rows that are made in one go without anybody noticing

// What the server says of a message, for those who read Chinese; names of the wire stay.
const IN_CHINESE = {
  "preauth void": "预授权撤销", "completion void": "预授权完成撤销", "sign on": "签到", "sign off": "签退",
  "answer to": "应答", echo: "线路测试", purchase: "消费", refund: "退货", void: "撤销", preauth: "预授权",
  completion: "预授权完成", reversal: "冲正", settlement: "结算", upload: "批上送", close: "批上送结束",
  advice: "通知", inquiry: "交易查询", query: "余额查询", trace: "凭证号", lost: "丢失", request: "请求",
  response: "应答", bytes: "字节", text: "文字", trouble: "异常", status: "状态", "its data": "其数据",
};
const SPOKEN = new RegExp(`\\b(${Object.keys(IN_CHINESE).join("|")})\\b`, "g");

function titled(title) {
  return lang() === "zh" ? title.replace(SPOKEN, (word) => IN_CHINESE[word]) : title;
}

async function showWires() {
  if (!$("wires").open) return;
  if (wires.asking) { wires.again = true; return; }
  wires.asking = true;
  const answer = await fetch(api(`wires?after=${wires.last}&limit=${AT_ONCE}`)).catch(() => null);
  if (answer && answer.ok) listMessages(await answer.json());
  wires.asking = false;
  if (wires.again) { wires.again = false; showWires(); }
}

function listMessages(messages) {
  if (!messages.length) return;
  const list = $("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.append(...messages.map(messageRow));
  wires.last = messages[messages.length - 1].seq;
  for (let over = list.children.length - MOST_MESSAGES; over > 0; over--) list.firstChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function messageRow(message) {
  const way = make("span", { className: "way", textContent: message.upward ? "→" : "←" });
  way.setAttribute("aria-label", t(message.upward ? "from_pos" : "to_pos"));
  way.setAttribute("role", "img");
  const title = make("summary", {}, make("time", { textContent: message.t_s.toFixed(3) }), " ", way,
    " ", make("b", { textContent: named(message.wire) }), " ", titled(message.title));
  if (message.lost) title.append(" ", make("span", { className: "chip bad", textContent: t("lost_message") }));
  const box = make("details", {}, title);
  // Parts are made when they are looked at: a slip has dozens.
  box.ontoggle = () => {
    if (box.open && box.children.length === 1) box.append(parts(message.parts));
  };
  const look = `${message.upward ? "up" : "down"}${message.routine ? " routine" : ""}`;
  const row = make("li", { className: look }, box);
  row.dataset.wire = message.wire.startsWith("printer") ? "printer" : "acquirer";
  return row;
}

function parts(them) {
  const body = make("tbody", {}, ...them.map((one) => make("tr", {},
    make("th", { scope: "row", textContent: one.name }), make("td", { textContent: one.value }))));
  return make("table", { className: "parts" }, body);
}

function forgetWires() {
  wires.last = 0;
  $("messages").replaceChildren();
  showWires();
}

$("wires").ontoggle = showWires;
for (const box of $("which").querySelectorAll("input")) {
  box.onchange = () => $("messages").classList.toggle("no-" + box.value, !box.checked);
}
