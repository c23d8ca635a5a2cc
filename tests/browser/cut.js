// Which words of a page are cut: text beyond a box that hides it or beyond the window, words over one another in a chart,
// what a field shows of its value or placeholder. Words that can be scrolled to are not cut.
() => {
  const found = new Set();
  const said = (text) => text.trim().replace(/\s+/g, " ").slice(0, 50);
  const style = (element) => getComputedStyle(element);
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const boxes = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  };
  const hides = (value) => value === "hidden" || value === "clip";
  const scrolls = (value) => value === "auto" || value === "scroll";

  // The first box around the text that hides or scrolls what lies beyond it, along each way.
  const cut = (node, box) => {
    let across = true, down = true;
    for (let held = node.parentElement; held && (across || down); held = held.parentElement) {
      const { overflowX, overflowY, display } = style(held), edge = held.getBoundingClientRect();
      if (display === "inline" || display === "contents") continue;
      if (across && hides(overflowX) && (box.right > edge.right + 1.5 || box.left < edge.left - 1.5)) return true;
      if (down && hides(overflowY) && (box.bottom > edge.bottom + box.height / 3 || box.top < edge.top - box.height / 3)) return true;
      if (scrolls(overflowX)) across = false;
      if (scrolls(overflowY)) down = false;
    }
    return across && (box.right > innerWidth + 1 || box.left < -1);
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    const parent = node.parentElement, text = said(node.textContent);
    if (!text || !shown(parent) || parent.closest("canvas, svg, style, script, [data-testid=stSkipToContent], .stMainMenu, [role=tooltip]")) continue;
    if (parent.closest("[data-testid=stHeaderActionElements], .by-change")) continue; // its second part gives way as a whole
    if (parent.closest("[data-testid=stSidebar]")?.getBoundingClientRect().right <= 0) continue; // it is shut
    const { clip, clipPath, position, fontSize } = style(parent);
    if ((position === "absolute" && (clip !== "auto" || clipPath !== "none")) || parseFloat(fontSize) < 1) continue; // for ears only
    if (boxes(node).some((box) => cut(node, box))) found.add(`cut: ${text}`);
  }

  const measure = document.createElement("canvas").getContext("2d");
  const width = (text, element) => {
    const { font, letterSpacing } = style(element);
    measure.font = font;
    measure.letterSpacing = letterSpacing;
    return measure.measureText(text).width;
  };
  for (const field of document.querySelectorAll("input:not([type=file], [type=checkbox], [type=radio], [type=password]), textarea")) {
    if (!shown(field) || field.clientWidth < 8) continue;
    const { paddingLeft, paddingRight } = style(field), text = field.value || field.placeholder;
    const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (field.tagName === "INPUT" && text && field.readOnly !== true && width(text, field) > room + 1) found.add(`field: ${said(text)}`);
  }

  // Charts: every word within its drawing, none ended with …, none over another.
  for (const chart of document.querySelectorAll("[data-testid=stVegaLiteChart] svg")) {
    if (!shown(chart)) continue;
    const edge = chart.getBoundingClientRect(), words = [];
    for (const element of chart.querySelectorAll("text")) {
      const text = said(element.textContent), box = element.getBoundingClientRect();
      if (!text || !box.width || parseFloat(style(element).opacity) === 0) continue;
      if (text.includes("…")) found.add(`…: ${text}`);
      const slack = box.height > box.width ? 6 : 3; // the box of a word that stands on end is higher than its letters
      if (box.left < edge.left - slack || box.right > edge.right + slack || box.top < edge.top - 4 || box.bottom > edge.bottom + 4) found.add(`beyond its chart: ${text}`);
      const middle = (box.top + box.bottom) / 2, high = box.height * 0.3;
      words.push({ text, left: box.left, right: box.right, top: middle - high, bottom: middle + high });
    }
    words.forEach((one, at) => words.slice(at + 1).forEach((other) => {
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 2)
        found.add(`over one another: ${one.text} | ${other.text}`);
    }));
  }
  for (const text of window.cutInGrids?.() ?? []) found.add(`grid: ${text}`);
  return [...found];
};
