// Details that open where a link or the printer needs them; search and filter where there is a form.
(() => {
  function reveal() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let one = target && target.parentElement; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
    if (target) target.scrollIntoView({ block: "center" });
  }

  function listen(form) {
    const cases = [...document.querySelectorAll("details.case")];
    const search = document.getElementById("search");
    const buttons = [...form.querySelectorAll("button")];
    const words = new Map(cases.map((one) => [one, one.textContent.toLowerCase()]));
    let status = "";

    function apply() {
      const wanted = search.value.trim().toLowerCase();
      let shown = 0;
      for (const one of cases) {
        const fits = (!status || one.dataset.status === status) && words.get(one).includes(wanted);
        one.hidden = !fits;
        shown += fits;
      }
      for (const section of document.querySelectorAll("section.cases")) {
        section.hidden = !section.querySelector("details.case:not([hidden])");
      }
      document.getElementById("no-match").hidden = shown > 0;
    }

    for (const button of buttons) {
      button.addEventListener("click", () => {
        status = button.dataset.show;
        for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
        apply();
      });
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    search.addEventListener("input", apply);
  }

  const form = document.querySelector(".filter");
  if (form) listen(form);
  addEventListener("hashchange", reveal);
  reveal();
})();
