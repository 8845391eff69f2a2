// A day at the till, driven from Node 18 or newer: node day.mjs http://127.0.0.1:8400/
// Paper runs out in the middle of a receipt; at the end every check judges. Exit status 1: it failed.
const base = process.argv[2] ?? "http://127.0.0.1:8400/";

async function post(path, body = {}) {
  const answer = await fetch(new URL(`api/${path}`, base), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const values = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${values.error}`);
  return values;
}

await post("reset");
await post("faults", { fault: "printer.paper_out@line(6)" });
const sold = await post("steps", { do: "sale", amount: "12.50" });
console.log(`sale: ${sold.outcome}, receipt ${sold.receipt}`);
await post("steps", { do: "mend" });
const found = await post("judge");
for (const check of found.checks) {
  for (const violation of check.violations) console.log(`${check.name}: ${violation.message}`);
}
console.log(`verdict: ${found.verdict}`);
process.exitCode = found.verdict === "pass" ? 0 : 1;
