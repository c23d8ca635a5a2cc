// What of a page cannot be used in a window of 640 × 360, which is 1280 × 720 at 200 %.
() => {
  const found = new Set();
  const main = document.querySelector("[data-testid=stMain]") ?? document.body;
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const name = (element) => `${element.dataset?.testid ?? element.className}: ${element.textContent.trim().slice(0, 30)}`;
  for (const page of [document.scrollingElement, main])
    if (page.scrollWidth > page.clientWidth + 1) found.add(`the page scrolls sideways: ${page.scrollWidth} of ${page.clientWidth}`);

  // What a box of its own holds may be wider than the window, if the box can be scrolled.
  const held = (element) => {
    for (let box = element.parentElement; box && box !== main; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };
  for (const element of main.querySelectorAll("*")) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest("svg svg, canvas")) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1) && !held(element)) found.add(`outside: ${name(element)}`);
  }

  // Controls lie side by side, never over one another, and their words are not cut.
  const controls = [...main.querySelectorAll("button, a[href], input, summary, textarea, [role=combobox], [role=radio]")]
    .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !control.closest("[data-testid=stElementToolbar], [data-testid=stDateInput]"));
  const boxes = controls.map((control) => [...control.getClientRects()]);
  controls.forEach((one, at) => controls.slice(at + 1).forEach((other, more) => {
    if (one.contains(other) || other.contains(one) || one.closest("[role=group]") === other && other) return;
    for (const a of boxes[at]) for (const b of boxes[at + 1 + more]) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 4) found.add(`overlap: ${name(one)} | ${name(other)}`);
    }
  }));
  for (const button of main.querySelectorAll("button p"))
    if (button.scrollWidth > button.clientWidth + 1) found.add(`cut: ${name(button)}`);
  return [...found];
};
