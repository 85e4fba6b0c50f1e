// What the pages gain when scripts run. Each part looks for its own markup and is silent without it.

/** The switch between light and dark: remembers the reader's choice on this device. */
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
      // Storage is closed to this page: the choice lasts for as long as the page.
    }
    label();
  });
  system.addEventListener("change", label);
  label();
  button.hidden = false;
}

/** The list of contents is open beside the text on a desk, folded above it on a phone. */
function contents(details) {
  const wide = matchMedia("(min-width: 64rem)");
  const fit = () => (details.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();
}

/** `/contact/?service=slug` arrives with that service chosen. */
function chosenService(select) {
  const slug = new URLSearchParams(location.search).get("service");
  if ([...select.options].some((option) => option.value === slug)) select.value = slug;
}

document.querySelectorAll("[data-scheme-switch]").forEach(schemeSwitch);
document.querySelectorAll(".contents details").forEach(contents);
document.querySelectorAll("select[name=service]").forEach(chosenService);
