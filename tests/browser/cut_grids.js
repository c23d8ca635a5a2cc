// Runs before a page: grids draw their words on a canvas, so what they draw is noted with the box that hides the rest.
(() => {
  const Context = CanvasRenderingContext2D.prototype;
  const clips = new WeakMap(), rectangles = new WeakMap(), drawn = new WeakMap(), kept = new WeakMap();
  const moved = (context, x, y, width, height) => {
    const one = context.getTransform().transformPoint(new DOMPoint(x, y)), other = context.getTransform().transformPoint(new DOMPoint(x + width, y + height));
    return { left: one.x, top: one.y, right: other.x, bottom: other.y };
  };
  const within = (one, other) => !one ? other : !other ? one
    : { left: Math.max(one.left, other.left), top: Math.max(one.top, other.top), right: Math.min(one.right, other.right), bottom: Math.min(one.bottom, other.bottom) };
  const before = (name, act) => {
    const own = Context[name];
    Context[name] = function (...given) {
      act(this, ...given);
      return own.apply(this, given);
    };
  };
  before("save", (context) => { if (!kept.has(context)) kept.set(context, []); kept.get(context).push(clips.get(context)); });
  before("restore", (context) => { const held = kept.get(context) ?? []; if (held.length) clips.set(context, held.pop()); });
  before("beginPath", (context) => rectangles.set(context, []));
  before("rect", (context, ...box) => { if (!rectangles.has(context)) rectangles.set(context, []); rectangles.get(context).push(moved(context, ...box)); });
  before("clip", (context) => { const held = rectangles.get(context) ?? []; if (held.length === 1) clips.set(context, within(clips.get(context), held[0])); });
  before("fillText", (context, text, x, y) => {
    if (!context.canvas.isConnected || !String(text).trim()) return;
    const width = context.measureText(text).width, left = { left: 0, start: 0, right: width, end: width, center: width / 2 }[context.textAlign];
    const box = moved(context, x - left, y, width, 0), clip = clips.get(context);
    if (!drawn.has(context.canvas)) drawn.set(context.canvas, new Map());
    const over = Boolean(clip) && clip.top <= box.top && clip.bottom >= box.top && (box.right > clip.right + 2 || box.left < clip.left - 2);
    drawn.get(context.canvas).set(`${text}`, over ? { box, clip } : null);
  });
  const cleared = (context, x, y, width, height) => { if (width >= context.canvas.width / devicePixelRatio - 1 && height > 60) drawn.delete(context.canvas); };
  before("clearRect", cleared);
  window.cutInGrids = () => [...document.querySelectorAll("[data-testid=stDataFrame] canvas")].filter((canvas) => canvas.checkVisibility())
    .flatMap((canvas) => [...(drawn.get(canvas) ?? new Map())].filter(([, over]) => over && over.clip.right < canvas.width - 3).map(([text]) => text.slice(0, 50)));
})();
