// A terminal made of npm's iso_8583: signs on, sells twice, voids, reverses, settles; the next day
// its totals are not the host's, and it uploads its batch.
// Prints one line of JSON for each answer. node day.js HOST PORT
"use strict";
const net = require("net");
const Iso = require("iso_8583");

const formats = {
  54: { ContentType: "ans", Label: "additional amounts", LenType: "lllvar", MaxLen: 120 },
  60: { ContentType: "ans", Label: "batch", LenType: "lllvar", MaxLen: 999 },
};
const [host, port] = process.argv.slice(2);
const terminal = { 7: "0105090000", 12: "090000", 13: "0105", 41: "TPNPM001", 42: "TILLPROOF000001" };
const card = { 2: "4111111111111111", 49: "156", 60: "000001" };
const chip = { 14: "3012", 22: "051", 25: "00" };

// The library writes bitmaps as 16 octets; this dialect has them as 32 hexadecimal characters.
function toWire(fields) {
  const raw = new Iso(fields, formats).getRawMessage();
  if (raw.error) throw new Error(raw.error);
  const bitmap = Buffer.from(raw.subarray(4, 20).toString("hex").toUpperCase());
  const body = Buffer.concat([raw.subarray(0, 4), bitmap, raw.subarray(20)]);
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 255]), body]);
}

function fromWire(frame) {
  const body = frame.subarray(2);
  const wide = parseInt(body.subarray(4, 5).toString(), 16) >= 8;
  const octets = Buffer.alloc(16);
  Buffer.from(body.subarray(4, wide ? 36 : 20).toString(), "hex").copy(octets);
  octets[0] |= 128;
  const raw = Buffer.concat([body.subarray(0, 4), octets, body.subarray(wide ? 36 : 20)]);
  const length = Buffer.from([raw.length >> 8, raw.length & 255]);
  const fields = new Iso({}, formats).getIsoJSON(Buffer.concat([length, raw]));
  if (fields.error) throw new Error(fields.error);
  return fields;
}

function ask(sock, mti, trace, own) {
  return new Promise((resolve, reject) => {
    let came = Buffer.alloc(0);
    sock.removeAllListeners("data");
    sock.once("error", reject);
    sock.on("data", (part) => {
      came = Buffer.concat([came, part]);
      if (came.length < 2 || came.length < 2 + came.readUInt16BE(0)) return;
      const answer = fromWire(came);
      console.log(JSON.stringify({ mti: answer["0"], code: answer["39"], batch: answer["60"] }));
      resolve(answer);
    });
    sock.write(toWire({ 0: mti, 11: String(trace).padStart(6, "0"), ...terminal, ...own }));
  });
}

async function day(sock) {
  await ask(sock, "0800", 1, { 70: "001" });
  const sale = { ...card, ...chip, 3: "000000", 4: "000000001250" };
  const sold = await ask(sock, "0200", 2, sale);
  await ask(sock, "0200", 3, { ...card, ...chip, 3: "000000", 4: "000000000300" });
  await ask(sock, "0200", 4, { ...card, 3: "020000", 4: "000000001250", 37: sold["37"] });
  await ask(sock, "0400", 3, { ...card, 3: "000000", 4: "000000000300" });
  await ask(sock, "0500", 5, {
    3: "920000", 60: "000001", 74: "0000000001", 76: "0000000001",
    86: "0000000000001250", 88: "0000000000001250",
  });
}

async function nextDay(sock) {
  const batch = (await ask(sock, "0800", 6, { 70: "001" }))["60"];
  const own = { ...card, 60: batch, 3: "000000" };
  const sold = await ask(sock, "0200", 7, { ...own, ...chip, 4: "000000000700" });
  await ask(sock, "0500", 8, {
    3: "920000", 60: batch, 74: "0000000000", 76: "0000000002",
    86: "0000000000000000", 88: "0000000000001600",
  });
  await ask(sock, "0320", 7, { ...own, 4: "000000000700", 37: sold["37"], 38: sold["38"] });
  await ask(sock, "0320", 9, { ...own, 4: "000000000900" }); // sold while the line was down
  await ask(sock, "0500", 10, { 3: "960000", 60: batch });
  await ask(sock, "0800", 11, { 70: "001" });
}

const sock = net.connect(Number(port), host, () => {
  day(sock).then(() => nextDay(sock)).then(() => sock.end()).catch((error) => {
    console.error(error);
    process.exit(1);
  });
});
