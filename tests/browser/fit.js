// What of the slide cannot be read: text outside the window, smaller than the foot, too pale, cut, or under other text.
() => {
  const slide = document.querySelector(".by-slide"), found = new Set(), boxes = [];
  const least = 0.8 * parseFloat(getComputedStyle(document.documentElement).fontSize);

  const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const linear = [r, g, b].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = numbers(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };

  const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node; (node = texts.nextNode()); ) {
    const text = node.textContent.trim(), style = getComputedStyle(node.parentElement), size = parseFloat(style.fontSize);
    if (!text) continue;
    if (size < least - 0.01) found.add(`small: ${text}`);
    if (style.textOverflow === "ellipsis") found.add(`ellipsis: ${text}`);
    if (contrast(numbers(style.color), ground(node.parentElement)) < 4.5) found.add(`pale: ${text}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.left < -0.5 || box.top < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5) found.add(`outside: ${text}`);
      const middle = (box.top + box.bottom) / 2; // the line box is higher than its letters
      boxes.push({ text, left: box.left, right: box.right, top: middle - size / 2, bottom: middle + size / 2, size });
    }
  }
  boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other) => {
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (across > 1 && down > 0.2 * Math.min(one.size, other.size)) found.add(`overlap: ${one.text} | ${other.text}`);
  }));
  for (const element of [slide, ...slide.querySelectorAll("*")]) {
    const inline = getComputedStyle(element).display === "inline";
    if (!inline && element.clientWidth && element.scrollWidth > element.clientWidth + 1) found.add(`cut: ${element.textContent.slice(0, 30)}`);
  }
  for (const part of slide.querySelectorAll(".by-slide-body, .by-slide-columns > div")) {
    if (part.scrollHeight > part.clientHeight + 1) found.add(`too high: ${part.textContent.slice(0, 30)}`);
  }
  const page = document.scrollingElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) found.add("the page scrolls");
  return [...found];
};
