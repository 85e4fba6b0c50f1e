// Scripts of every page. Each function below runs once per matching element, if the page has one.

/** Switches between light and dark, and remembers the reader's choice on this device. */
function schemeSwitch(button) {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ?? (system.matches ? "dark" : "light")) === "dark";
  const label = () => button.setAttribute("aria-label", isDark() ? "Use light colors" : "Use dark colors");
  button.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("scheme", root.dataset.scheme);
    } catch {
      // No access to storage: the choice lasts until the page is left.
    }
    label();
  });
  system.addEventListener("change", label);
  label();
}

/** Opens the table of contents on a wide screen and folds it on a phone. */
function contents(details) {
  const wide = matchMedia("(min-width: 64rem)");
  const fit = () => (details.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
}

/** Marks the current heading in the table of contents. */
function readingPlace(nav) {
  const links = new Map();
  nav.querySelectorAll("a").forEach((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  });
  const mark = () => {
    const passed = [...links.keys()].filter((h) => h.getBoundingClientRect().top < innerHeight * 0.3);
    const current = links.get(passed.at(-1));
    links.forEach((link) => {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -70% 0px" });
  links.forEach((_, heading) => watch.observe(heading));
}

/** Shows a reference next to its number on hover, focus, or touch. Escape hides it. */
function preview(article) {
  const box = Object.assign(document.createElement("div"), { className: "preview", id: "preview", hidden: true });
  let shown = null;
  let leaving = 0;
  const hide = () => {
    box.hidden = true;
    shown?.removeAttribute("aria-describedby");
    shown = null;
  };
  const show = (link) => {
    clearTimeout(leaving);
    if (shown === link) return;
    hide();
    const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note) return;
    const copy = note.cloneNode(true);
    copy.querySelectorAll(".footnote-backref").forEach((back) => back.remove());
    box.replaceChildren(...copy.childNodes);
    shown = link;
    link.setAttribute("aria-describedby", box.id);
    box.hidden = false;
    const at = link.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 16);
    const above = at.bottom + box.offsetHeight + 16 > innerHeight;
    box.style.left = `${Math.max(16, left) + scrollX}px`;
    box.style.top = `${(above ? at.top - box.offsetHeight - 4 : at.bottom + 4) + scrollY}px`;
  };
  const leave = () => (leaving = setTimeout(hide, 250));
  let touched = false;
  article.querySelectorAll(".footnote-ref").forEach((link) => {
    link.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"));
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
    link.addEventListener("focus", () => touched || show(link));
    link.addEventListener("blur", leave);
    link.addEventListener("click", (event) => {
      // The first touch shows the reference, the second follows the link.
      if (touched && shown !== link) {
        event.preventDefault();
        show(link);
      } else hide();
    });
  });
  box.addEventListener("pointerenter", () => clearTimeout(leaving));
  box.addEventListener("pointerleave", leave);
  box.addEventListener("focusin", () => clearTimeout(leaving));
  box.addEventListener("focusout", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("pointerdown", (event) => shown && !box.contains(event.target) && event.target !== shown && hide());
  document.body.append(box);
}

/** Selects the service named in the address: `/contact/?service=slug`. */
function chosenService(select) {
  const slug = new URLSearchParams(location.search).get("service");
  if ([...select.options].some((option) => option.value === slug)) select.value = slug;
}

/** The contact form. The code that checks and sends it loads when someone starts to write. */
function contactForm(form) {
  form.parentElement.querySelector("[data-problems]:not([hidden])")?.focus(); // on the receiver's page
  let part = null;
  const load = () => {
    part ??= import("./enquiry.js").then(({ enquiry }) => enquiry(form));
    part.catch(() => (part = null)); // offline, perhaps: load it again next time
    return part;
  };
  form.noValidate = true; // the script shows the same errors as the receiver
  form.addEventListener("focusin", load, { once: true });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await (await load()).send();
    } catch {
      if (form.reportValidity()) HTMLFormElement.prototype.submit.call(form);
    }
  });
}

/** A chooser: adds up the weights of the answers. The result with the most points wins; a tie goes to the first. */
function chooser(part) {
  const questions = [...part.querySelectorAll("fieldset")];
  const results = [...part.querySelectorAll("[data-result]")];
  const missing = part.querySelector("[data-missing]");
  const picked = (question) => question.querySelector("input:checked");
  const clear = () => {
    results.forEach((result) => result.classList.remove("is-shown"));
    missing.textContent = "";
  };
  const decide = () => {
    clear();
    const open = questions.findIndex((question) => !picked(question));
    if (open >= 0) {
      missing.textContent = `Please answer question ${open + 1}.`;
      questions[open].querySelector("input").focus();
      return;
    }
    const answers = questions.map(picked).map((input) => ({
      because: input.dataset.because,
      weights: JSON.parse(input.dataset.weights),
    }));
    const points = (result) =>
      answers.reduce((sum, answer) => sum + (answer.weights[result.dataset.result] ?? 0), 0);
    const winner = results.reduce((best, result) => (points(result) > points(best) ? result : best));
    const reasons = winner.querySelector("[data-reasons]");
    const said = answers.filter((answer) => answer.weights[winner.dataset.result]);
    reasons.querySelector("ul").replaceChildren(
      ...said.map((answer) => Object.assign(document.createElement("li"), { textContent: answer.because })),
    );
    reasons.hidden = false;
    winner.classList.add("is-shown");
    winner.querySelector("h3").focus();
  };
  clear();
  part.addEventListener("change", clear);
  part.querySelector("[data-show]").addEventListener("click", decide);
  part.querySelector("[data-again]").addEventListener("click", () => {
    part.querySelectorAll("input:checked").forEach((input) => (input.checked = false));
    clear();
    questions[0].querySelector("input").focus();
  });
}

/** A scorecard: adds up each coach's scores and keeps everything in this browser until it is cleared. */
function scorecard(part) {
  const key = `scorecard:${part.dataset.scorecard}`;
  const fields = [...part.querySelectorAll("input, select, textarea")];
  const status = part.querySelector("[data-status]");
  const add = () =>
    part.querySelectorAll("[data-total]").forEach((output) => {
      const scores = fields.filter((f) => f.dataset.coach === output.dataset.total && f.value);
      output.textContent = scores.length ? scores.reduce((sum, f) => sum + Number(f.value), 0) : "";
    });
  const keep = () => {
    const filled = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(filled)));
    } catch {
      status.textContent = "This browser can’t save your scores. Print the page before you leave.";
    }
  };
  const recall = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key)) ?? {};
      fields.forEach((field) => (field.value = kept[field.name] ?? ""));
    } catch {
      // Nothing readable is stored: start with an empty scorecard.
    }
  };
  recall();
  add();
  part.addEventListener("input", () => {
    status.textContent = "";
    add();
    keep();
  });
  part.querySelector("[data-forget]").addEventListener("click", () => {
    fields.forEach((field) => (field.value = ""));
    try {
      localStorage.removeItem(key);
    } catch {
      // No access to storage, so nothing is stored either.
    }
    add();
    status.textContent = "The scorecard is clear.";
  });
  part.querySelector("[data-print]").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.print = "scorecard";
    addEventListener("afterprint", () => delete root.dataset.print, { once: true });
    print();
  });
}

document.querySelectorAll("[data-scheme-switch]").forEach(schemeSwitch);
document.querySelectorAll(".contents details").forEach(contents);
document.querySelectorAll("select[name=service]").forEach(chosenService);
document.querySelectorAll("[data-provider]").forEach(contactForm);
document.querySelectorAll(".contents").forEach(readingPlace);
document.querySelectorAll(".page--article").forEach(preview);
document.querySelectorAll("[data-chooser]").forEach(chooser);
document.querySelectorAll("[data-scorecard]").forEach(scorecard);
