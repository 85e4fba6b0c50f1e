// The search page. Pagefind loads when the search field gets the focus.

const PAGE = 10;
const form = document.querySelector("[data-search]");
const input = form.querySelector("input");
const list = form.querySelector("[data-results]");
const status = form.querySelector("[data-status]");
const more = form.querySelector("[data-more]");
const item = form.querySelector("template").content.firstElementChild;

let index = null;
let found = [];

function load() {
  index ??= import("../../pagefind/pagefind.js").then(async (pagefind) => {
    await pagefind.options({ excerptLength: 26 });
    return pagefind;
  });
  return index;
}

async function showMore() {
  const pages = await Promise.all(found.splice(0, PAGE).map((result) => result.data()));
  for (const page of pages) {
    const entry = item.cloneNode(true);
    const link = entry.querySelector("a");
    link.href = page.url;
    link.textContent = page.meta.title;
    entry.querySelector("p").innerHTML = page.excerpt; // escaped by Pagefind, with <mark> around the words
    list.append(entry);
  }
  more.hidden = found.length === 0;
}

async function search() {
  const words = input.value.trim();
  const address = new URL(location);
  if (words) address.searchParams.set("q", words);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  try {
    const pagefind = await load();
    const answer = words ? await pagefind.debouncedSearch(words, {}, 150) : { results: [] };
    if (answer === null || input.value.trim() !== words) return; // the reader has typed on
    found = answer.results;
    const count = found.length;
    list.replaceChildren();
    more.hidden = true;
    status.textContent = words && (count === 0 ? `No results for “${words}”` : `${count} ${count === 1 ? "result" : "results"} for “${words}”`);
    await showMore();
  } catch {
    index = null;
    status.textContent = "Search couldn’t load. Try again, or browse the lists below.";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
input.addEventListener("focus", load, { once: true });
input.addEventListener("input", search);
more.addEventListener("click", showMore);
input.value ||= new URLSearchParams(location.search).get("q") ?? ""; // keep words typed before this script ran
if (input.value) search();
