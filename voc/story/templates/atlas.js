"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const unpacked = (text) => new Uint16Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const places = unpacked(data.places), topicOf = unpacked(data.topicOf), NONE = 65535, n = topicOf.length;
  const canvas = document.getElementById("canvas"), pen = canvas.getContext("2d");
  const hover = document.getElementById("hover"), chosen = document.getElementById("chosen");
  const choice = document.getElementById("choice"), buttons = [...document.querySelectorAll("[data-theme]")];
  const X = (i) => places[2 * i] / NONE, Y = (i) => (places[2 * i + 1] / NONE) * data.height;
  let wide = 0, high = 0, scale = 1, left = 0, top = 0, fitted = 1, topic = -1, theme = -1, waiting = false;

  const groups = new Map([[data.noTopic, []]]);
  for (const one of [...data.topics].reverse()) if (!groups.has(one.colour)) groups.set(one.colour, []);
  for (let i = 0; i < n; i++) groups.get(topicOf[i] === NONE ? data.noTopic : data.topics[topicOf[i]].colour).push(i);

  const lit = (t) => (topic < 0 || t === topic) && (theme < 0 || (t !== NONE && data.topics[t].theme === theme));
  const fit = () => {
    const few = data.topics.length < 4 ? 0.7 : 1;
    scale = fitted = few * Math.min(wide - 90, (high - 40) / data.height);
    left = (wide - scale) / 2; top = (high - scale * data.height) / 2;
  };
  const zoom = (by, x = wide / 2, y = high / 2) => {
    const to = Math.min(Math.max(scale * by, fitted * 0.7), fitted * 40);
    left = x - ((x - left) * to) / scale; top = y - ((y - top) * to) / scale; scale = to; later();
  };
  const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; draw(); }); } };

  function draw() {
    const sharp = devicePixelRatio || 1;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.fillStyle = "#fffdfa"; pen.fillRect(0, 0, wide, high);
    const r = Math.min(Math.max(data.dot * fitted * Math.sqrt(scale / fitted), 0.7), 7);
    for (const bright of [false, true]) for (const [colour, members] of groups) {
      pen.fillStyle = colour; pen.globalAlpha = bright ? 0.78 : 0.12;
      pen.beginPath();
      for (const i of members) {
        if (lit(topicOf[i]) !== bright) continue;
        const x = left + X(i) * scale, y = top + Y(i) * scale;
        if (x < -r || y < -r || x > wide + r || y > high + r) continue;
        if (r < 1.6) pen.rect(x - r, y - r, 2 * r, 2 * r); else { pen.moveTo(x + r, y); pen.arc(x, y, r, 0, 6.2832); }
      }
      pen.fill();
    }
    pen.globalAlpha = 1; pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
    for (let t = data.topics.length - 1; t >= 0; t--) {
      const one = data.topics[t];
      if (t === topic || (topic < 0 && one.from <= scale && lit(t))) name(one);
    }
  }
  function name(one) {
    const x = left + one.x * scale, y = top + one.low * scale;
    pen.font = `600 ${one.size}px ${data.font}`;
    pen.strokeStyle = "#fffdfa"; pen.lineWidth = 4; pen.strokeText(one.label, x, y);
    pen.fillStyle = "#1b1b1a"; pen.fillText(one.label, x, y);
  }
  function nearest(x, y) {
    let best = -1, least = 144;
    for (let i = 0; i < n; i++) {
      const dx = left + X(i) * scale - x, dy = top + Y(i) * scale - y, far = dx * dx + dy * dy;
      if (far < least && lit(topicOf[i])) { best = i; least = far; }
    }
    return best;
  }
  function read(i) {
    hover.hidden = i < 0;
    if (i < 0) return;
    const t = topicOf[i], one = data.topics[t], about = document.createElement("b");
    about.textContent = one ? one.label : "No topic";
    if (one) about.style.color = one.colour;
    hover.replaceChildren(about, data.texts[i].length > 400 ? data.texts[i].slice(0, 400) + "…" : data.texts[i]);
    const x = left + X(i) * scale, y = top + Y(i) * scale;
    hover.style.left = `${Math.max(4, Math.min(x + 14, wide - hover.offsetWidth - 4))}px`;
    hover.style.top = `${y + 14 + hover.offsetHeight > high ? Math.max(4, y - 14 - hover.offsetHeight) : y + 14}px`;
  }
  function choose(t) {
    topic = t; theme = -1; choice.value = String(t); pressed(); read(-1); later();
    const one = data.topics[t];
    if (!one) { chosen.replaceChildren(); return; }
    const element = (kind, text, of = "") => { const e = document.createElement(kind); e.textContent = text; e.className = of; return e; };
    const under = one.theme >= 0 ? `${data.themes[one.theme]} · ` : "";
    chosen.replaceChildren(
      element("h3", one.label),
      element("p", `${under}${one.n.toLocaleString("en")} passages · ${one.keywords.join(", ")}`, "kicker"),
      ...one.examples.map((said) => { const b = document.createElement("blockquote"); b.append(element("p", said)); return b; }));
  }
  const pressed = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(Number(b.dataset.theme) === theme)));

  buttons.forEach((b) => b.addEventListener("click", () => {
    const one = Number(b.dataset.theme), now = theme === one ? -1 : one;
    choose(-1); theme = now; pressed(); later();
  }));
  choice.addEventListener("change", () => {
    choose(Number(choice.value));
    const one = data.topics[topic];
    if (!one) { fit(); return; }
    scale = Math.min(fitted * 4, Math.max(fitted, (0.3 * Math.min(wide, high)) / one.r));
    left = wide / 2 - one.x * scale; top = high / 2 - one.y * scale;
  });
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  on("closer", () => zoom(1.5)); on("farther", () => zoom(1 / 1.5)); on("whole", () => { fit(); choose(-1); });
  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  canvas.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (moves[e.key]) { left += moves[e.key][0]; top += moves[e.key][1]; later(); }
    else if (e.key === "+" || e.key === "=") zoom(1.5);
    else if (e.key === "-") zoom(1 / 1.5);
    else if (e.key === "0") { fit(); later(); }
    else if (e.key === "Escape") choose(-1);
    else return;
    e.preventDefault(); read(-1);
  });
  const at = (e) => { const box = canvas.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
  let held = null, moved = false;
  canvas.addEventListener("pointerdown", (e) => { held = at(e); moved = false; canvas.setPointerCapture(e.pointerId); });
  canvas.addEventListener("pointermove", (e) => {
    const [x, y] = at(e);
    if (!held) { read(nearest(x, y)); return; }
    if (!moved && Math.hypot(x - held[0], y - held[1]) < 4) return;
    moved = true; canvas.classList.add("dragged"); read(-1);
    left += x - held[0]; top += y - held[1]; held = [x, y]; later();
  });
  canvas.addEventListener("pointerup", (e) => {
    canvas.classList.remove("dragged"); held = null;
    if (moved) return;
    const i = nearest(...at(e));
    choose(i < 0 || topicOf[i] === NONE ? -1 : topicOf[i]);
    read(i);
  });
  canvas.addEventListener("pointercancel", () => { held = null; canvas.classList.remove("dragged"); });
  canvas.addEventListener("pointerleave", () => read(-1));
  // A page that scrolls past the map must not be caught by it: the wheel zooms with Ctrl, or once the map has focus.
  canvas.addEventListener("wheel", (e) => {
    if (!e.ctrlKey && document.activeElement !== canvas) return;
    e.preventDefault(); zoom(Math.exp(-e.deltaY / 300), ...at(e)); read(-1);
  }, { passive: false });
  new ResizeObserver(() => {
    const sharp = devicePixelRatio || 1, first = wide === 0;
    wide = canvas.clientWidth; high = canvas.clientHeight;
    canvas.width = Math.round(wide * sharp); canvas.height = Math.round(high * sharp);
    if (first || scale === fitted) fit();
    draw();
  }).observe(canvas);
})();
