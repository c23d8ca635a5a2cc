// Six things that no parameter of Streamlit and no style sheet can do: tell the browser in which language the page
// speaks, say Streamlit's own English words, most of them names for screen readers, in that language, tell the
// server how large the page is drawn, print a board, say what an act came to where it is seen, and let a grid take every
// paste. `words`, English → Chinese, stands in
// front of this text (script.py).
(() => {
  const names = ["aria-label", "placeholder", "alt"];
  const back = new Map([...words].map(([english, chinese]) => [chinese, english]));
  const named = names.map((name) => `[${name}]`).join();
  let said; // what to replace by what

  const sayNames = (element) => {
    for (const name of names) {
      const instead = said.get(element.getAttribute(name));
      if (instead) element.setAttribute(name, instead);
    }
  };
  const sayText = (node) => {
    const instead = said.get(node.data.trim());
    if (instead && !node.parentElement?.closest(".stHtml, svg, style")) node.data = instead;
  };
  // A long code block scrolls; older browsers reach with the keyboard only what has a place in the order of Tab.
  const reach = (element) => element.matches("pre") && element.setAttribute("tabindex", "0");

  const say = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return sayText(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.namespaceURI.endsWith("/svg")) return;
    for (const element of [node, ...node.querySelectorAll(`${named}, pre`)]) {
      sayNames(element);
      reach(element);
    }
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) sayText(texts.currentNode);
  };

  // pages/frame.py draws the element with the language in every run, first of all.
  const speak = () => {
    const spoken = document.getElementById("by-language")?.lang;
    if (!spoken || spoken === document.documentElement.lang) return;
    document.documentElement.lang = spoken;
    said = spoken.startsWith("zh") ? words : back;
    say(document.body);
    settle(spoken);
  };
  // In English there is nothing to replace but what was said in Chinese before.
  const settle = (spoken) => (said = spoken.startsWith("zh") ? words : new Map());

  const observe = { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: [...names, "lang"] };
  settle(document.documentElement.lang);
  say(document.body);
  new MutationObserver((changes) => {
    speak();
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(say);
      else if (type === "characterData") sayText(target);
      else sayNames(target);
    }
  }).observe(document.body, observe);
})();

// Rows and columns of grids are px, which the server decides (lib/ui/sizes.py): it is told how large 1rem is here.
document.cookie = `by_root=${parseFloat(getComputedStyle(document.documentElement).fontSize)}; path=/; SameSite=Lax`;

// “Print” at the foot of a board: a style sheet cannot open the browser's own window for it.
addEventListener("click", (event) => event.target.closest?.(".by-print") && print());

// What an act came to stands at the head of the page; whoever clicked further down sees it there, until they are at the head.
(() => {
  const float = (sentence, out) => {
    if (out) sentence.style.minHeight = `${sentence.offsetHeight}px`; // what is below stays where it is
    sentence.classList.toggle("by-afloat", out);
  };
  // A page that is drawn anew is short for a moment: only what stays in view was seen.
  const leaving = new WeakMap();
  const head = new IntersectionObserver((places) => {
    for (const { target, isIntersecting, boundingClientRect, rootBounds } of places) {
      const inView = isIntersecting && boundingClientRect.top >= rootBounds.top - 4; // its first line, not its last alone
      float(target, !inView);
      clearTimeout(leaving.get(target));
      if (inView) leaving.set(target, setTimeout(() => head.unobserve(target), 2000));
    }
  }, { threshold: [0, 0.5, 0.9, 1] });
  const heard = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const one of [node, ...node.querySelectorAll(".by-said")]) if (one.matches(".by-said")) head.observe(one);
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(heard);
  }).observe(document.body, { childList: true, subtree: true });
})();

// A grid asks navigator.clipboard for what is pasted: without https there is none, with it the visitor may refuse, and
// either way the paste is gone without a word. Where neither method is, the grid takes what the event itself brings.
(() => {
  const clipboard = navigator.clipboard ?? {};
  for (const method of ["read", "readText"]) Object.defineProperty(clipboard, method, { value: undefined });
  if (!navigator.clipboard) Object.defineProperty(navigator, "clipboard", { value: clipboard });

  // Merged cells stand once in the HTML of a spreadsheet, and the grid counts no spans: those behind would move to
  // other columns. The text has a place for each.
  addEventListener("paste", (event) => {
    const given = event.clipboardData;
    if (!/\b(row|col)span=["']?([2-9]|1\d)/i.test(given?.getData("text/html") ?? "")) return;
    if (event.target.closest?.("input, textarea, [contenteditable]")) return;
    const text = new DataTransfer();
    text.setData("text/plain", given.getData("text/plain"));
    event.stopImmediatePropagation();
    event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: text, bubbles: true }));
  }, true);
})();
