// The contact form with JavaScript: reports problems without leaving the page, and sends the message.
// Rules and sentences are in the fields' data attributes. The receiver answers in JSON.

const LOST = "Your message couldn’t be sent. Everything you wrote is still here. Please try again.";
const TIMEOUT = 30_000; // milliseconds after which a call without an answer has failed

/** The text as the receiver counts it: trimmed, each line end one character. */
const textOf = (control) =>
  control.type === "checkbox" ? (control.checked ? control.value : "") : control.value.replace(/\r\n?/g, "\n").trim();

/** Characters as a reader counts them (code points). */
const lengthOf = (text) => [...text].length;

/** The sentence about what is wrong with one answer; "" when nothing is. */
function problemOf(control) {
  const rules = control.dataset;
  const text = textOf(control);
  if (!text) return control.required ? rules.missing : "";
  const length = lengthOf(text);
  if (length > Number(rules.max ?? Infinity)) return rules.tooLong;
  if (length < Number(rules.min ?? 0)) return rules.tooShort;
  if (rules.pattern && !new RegExp(`^(?:${rules.pattern})$`, "u").test(text)) return rules.invalid;
  return "";
}

/** A unique key for a message (a UUID of version 4), even on a page without TLS. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads the answer of each kind of endpoint as {sent, next}, {problems}, {message} or {token, wait}. */
const readers = {
  async receiver(response) {
    return response.json();
  },
  async status(response) {
    return { sent: response.ok };
  },
  async errors(response) {
    if (response.ok) return { sent: true };
    const { errors = [] } = await response.json();
    const placed = errors.filter((error) => error.field);
    const others = errors.filter((error) => !error.field).map((error) => error.message);
    return {
      problems: Object.fromEntries(placed.map((error) => [error.field, error.message])),
      message: others.join(" "),
    };
  },
  async success(response) {
    const answer = await response.json();
    return { sent: response.ok && answer.success === true, message: answer.message };
  },
};

export function enquiry(form) {
  const summary = form.parentElement.querySelector("[data-problems]");
  const status = form.querySelector("[data-status]");
  const fields = [...form.querySelectorAll(".field")].map((box) => ({
    box,
    control: box.querySelector("input, select, textarea"),
    error: box.querySelector(".field__error"),
  }));
  // Attributes are read by name: a field called "action" would hide form.action.
  const [provider, reader, thanks, action] = ["data-provider", "data-reader", "data-thanks", "action"].map((name) => form.getAttribute(name));
  const key = form.querySelector("[name=_key]");
  const token = form.querySelector("[name=_token]");
  const title = document.title.replace(/^Error: /, "");
  let sending = false;

  /** The message's key stays the same until it is sent, even after a failed page and back. */
  function takeKey() {
    if (!key) return;
    key.value ||= history.state?.enquiry ?? newKey();
    history.replaceState({ ...history.state, enquiry: key.value }, "");
  }

  function dropKey() {
    if (!key) return;
    key.value = "";
    history.replaceState({ ...history.state, enquiry: null }, "");
  }

  /** `problems`: sentences by the names of fields; `notice`: one about the whole message. */
  function show(problems, notice = "") {
    const list = [];
    for (const { box, control, error } of fields) {
      const problem = problems[control.name] ?? "";
      const described = new Set(control.getAttribute("aria-describedby")?.split(" "));
      box.classList.toggle("field--wrong", Boolean(problem));
      error.hidden = !problem;
      error.querySelector("[data-error]").textContent = problem;
      described[problem ? "add" : "delete"](error.id);
      if (described.size) control.setAttribute("aria-describedby", [...described].join(" "));
      else control.removeAttribute("aria-describedby");
      if (problem) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
      if (!problem) continue;
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${control.id}`;
      link.textContent = problem;
      item.append(link);
      list.push(item);
    }
    summary.querySelector("ul").replaceChildren(...list);
    summary.querySelector("[data-notice]").textContent = notice;
    summary.querySelector("[data-otherwise]").hidden = !notice;
    summary.hidden = !list.length && !notice;
    document.title = summary.hidden ? title : `Error: ${title}`;
    if (!summary.hidden) summary.focus();
  }

  /** A link in the summary goes to its field, so that the visitor can fix it. */
  summary.addEventListener("click", (event) => {
    const control = event.target.hash && document.getElementById(event.target.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.closest(".field").scrollIntoView();
    control.focus({ preventScroll: true });
  });

  /** Says how much room is left once there is little: immediately on screen, after a pause to screen readers. */
  function count({ box, control }) {
    const seen = box.querySelector("[data-count]");
    const announced = box.querySelector("[data-count-announced]");
    if (!seen) return;
    const most = Number(control.dataset.max);
    let pause;
    const update = () => {
      const left = most - lengthOf(textOf(control));
      const number = Math.abs(left).toLocaleString("en-US");
      const noun = Math.abs(left) === 1 ? "character" : "characters";
      const words = left < 0 ? `You have ${number} ${noun} too many` : `You have ${number} ${noun} left`;
      seen.textContent = left <= most / 10 ? words : "";
      seen.classList.toggle("is-over", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => (announced.textContent = seen.textContent), 1000);
    };
    control.addEventListener("input", update);
    update();
  }

  /** The receiver's time token, which shows how long the page was open. */
  const timeToken = {
    ripe: 0,
    take({ token: value, wait: seconds = 0 }) {
      token.value = value;
      this.ripe = performance.now() + seconds * 1000;
    },
    async fetch() {
      try {
        const response = await fetch(`${action}/token`, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(TIMEOUT) });
        if (response.ok) this.take(await response.json());
      } catch {
        // The call itself shows whether the receiver can be reached.
      }
    },
  };

  /** One call. Rejects when there is no answer. */
  async function call() {
    const body = new URLSearchParams(new FormData(form));
    if (provider === "web3forms") body.delete("redirect"); // a call redirected to another host fails
    const response = await fetch(action, {
      method: "POST",
      headers: { Accept: reader === "status" ? "text/html" : "application/json" },
      body,
      signal: AbortSignal.timeout(TIMEOUT),
    });
    try {
      return await readers[reader](response);
    } catch {
      return {}; // an unreadable answer: a server in between failed
    }
  }

  async function deliver() {
    if (!token) return call();
    await fetching;
    await wait(Math.max(0, timeToken.ripe - performance.now()));
    const answer = await call();
    if (!answer.token) return answer;
    timeToken.take(answer);
    await wait(answer.wait * 1000);
    const again = await call();
    if (again.token) throw new Error("The receiver keeps asking for tokens.");
    return again;
  }

  /** A mail in the visitor's own program; what was typed stays on the page. */
  function write() {
    const lines = fields
      .filter(({ control }) => control.type !== "checkbox" && textOf(control))
      .map(({ box, control }) => {
        const label = box.querySelector("label").firstChild.textContent.trim();
        const answer = control.selectedOptions ? control.selectedOptions[0].text : textOf(control);
        return `${label}${label.endsWith("?") ? "" : ":"} ${answer}`;
      });
    const body = lines.join("\n\n").replace(/\n/g, "\r\n");
    location.href = `${action}&body=${encodeURIComponent(body)}`;
    status.textContent = "Your mail program opens with the message. Send it from there.";
  }

  async function send() {
    if (sending) return;
    const wrong = fields.map(({ control }) => [control.name, problemOf(control)]).filter(([, problem]) => problem);
    show(Object.fromEntries(wrong));
    status.textContent = "";
    if (wrong.length) return;
    if (provider === "mailto") return write();
    if (!navigator.onLine) return show({}, LOST);
    sending = true;
    status.textContent = "Sending…";
    try {
      const { sent, next, problems = {}, message } = await deliver();
      if (sent) {
        dropKey();
        if (token) token.value = ""; // another message needs another token
        location.assign(next ?? thanks);
        return; // still sending until the page is left
      }
      const placed = fields.some(({ control }) => problems[control.name]);
      show(problems, message || (placed ? "" : LOST));
    } catch {
      HTMLFormElement.prototype.submit.call(form); // no answer: submit without JavaScript, with the same key
      return;
    }
    sending = false;
    status.textContent = "";
  }

  /** Back from the thank-you page: the form is as it was left, and may be sent again. */
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    status.textContent = "";
    takeKey();
  });

  let fetching = null;
  takeKey();
  if (token) fetching = timeToken.fetch();
  fields.forEach(count);
  return { send };
}
