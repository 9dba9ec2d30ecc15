// One phone: its messages and the field to write in. Words only ever become text nodes.

const NEAR_END = 90;
const PHOTO_BYTES = 10 * 1024 * 1024;
const CODE = /^[A-Z]{2}-[0-9A-Z]{5}$/;
const SHOWN_STYLES = { b: "strong", i: "em" };

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

function safeLink(href) {
  return /^(https?|tel|mailto):/i.test(href) ? href : "";
}

function link(href, className = "") {
  const element = make("a", className);
  element.href = href;
  element.target = "_blank";
  element.rel = "noopener noreferrer";
  return element;
}

// Text nodes, with the codes that people quote kept on one line.
function lettered(text) {
  const parts = document.createDocumentFragment();
  for (const part of text.split(/([A-Z]{2}-[0-9A-Z]{5})/)) {
    parts.append(CODE.test(part) ? make("span", "code", part) : document.createTextNode(part));
  }
  return parts;
}

function written(runs) {
  const words = make("div", "words");
  for (const run of runs) {
    let outer = lettered(run.text);
    for (const style of run.styles ?? []) {
      if (!Object.hasOwn(SHOWN_STYLES, style)) continue;
      const wrapper = make(SHOWN_STYLES[style]);
      wrapper.append(outer);
      outer = wrapper;
    }
    if (run.href && safeLink(run.href)) {
      const wrapper = link(run.href);
      wrapper.append(outer);
      outer = wrapper;
    }
    words.append(outer);
  }
  return words;
}

function summary(message) {
  const words = message.runs.map((run) => run.text).join("").trim();
  if (words) return words;
  if (message.photos.length) return "Ảnh";
  return message.location ? "Vị trí" : "Tệp";
}

export class Phone {
  constructor(about, server, askLocation) {
    this.about = about;
    this.server = server;
    this.messages = new Map();
    this.lastDay = "";
    this.unsent = null; // what failed to go, with its key: trying again must not say it twice
    this.replying = null;
    this.editing = null;
    this.photo = null;
    this.following = true; // whether the newest message stays in sight
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.element.querySelector(selector);
    this.log = this.find(".log");
    this.field = this.find("textarea");
    this.present(about);
    this.listen(askLocation);
    this.fill(about.messages);
  }

  present(about) {
    this.element.dataset.chat = about.chat;
    this.element.id = `phone-${about.chat}`;
    this.find("h2").textContent = about.title;
    this.find("h2").id = `title-${about.chat}`;
    this.element.setAttribute("aria-labelledby", `title-${about.chat}`);
    this.find("header p").textContent = about.note;
    const initials = about.title.split(/\s+/).map((word) => word[0]);
    this.find(".face").textContent = (initials[0] + (initials.length > 1 ? initials.at(-1) : "")).toUpperCase();
    this.log.setAttribute("aria-label", `Tin nhắn: ${about.title}`);
    this.field.setAttribute("aria-label", `Nhắn tin từ máy ${about.title}`);
    const choose = this.find("select");
    for (const member of about.members) choose.append(new Option(member.name, member.id));
    this.find(".as").hidden = about.members.length < 2;
  }

  get sender() {
    return this.find("select").value;
  }

  listen(askLocation) {
    const file = this.find("input[type=file]");
    this.find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      } else if (event.key === "Escape") {
        this.settle();
      }
    });
    this.field.addEventListener("input", () => this.grow());
    this.find(".photo").addEventListener("click", () => file.click());
    this.find(".place").addEventListener("click", () => askLocation((point) => this.say({ ...point })));
    this.find(".context button").addEventListener("click", () => this.settle());
    this.find(".preview button").addEventListener("click", () => this.choosePhoto(null));
    file.addEventListener("change", () => {
      this.choosePhoto(file.files[0] ?? null);
      file.value = "";
    });
    this.log.addEventListener("click", (event) => this.pick(event));
    this.log.addEventListener("scroll", () => (this.following = this.near()));
    new ResizeObserver(() => this.following && this.toEnd()).observe(this.log);
  }

  pick(event) {
    const row = event.target.closest(".row");
    const onBubble = event.target.closest(".bubble") && !event.target.closest("a, button");
    for (const other of this.log.querySelectorAll(".picked")) if (other !== row) other.classList.remove("picked");
    if (row && onBubble && !String(getSelection())) row.classList.toggle("picked");
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  choosePhoto(photo) {
    const image = this.find(".preview img");
    if (image.src) URL.revokeObjectURL(image.src);
    image.removeAttribute("src");
    if (photo && photo.size > PHOTO_BYTES) {
      this.complain("Ảnh lớn hơn 10 MB. Xin chọn ảnh nhỏ hơn.");
      photo = null;
    } else if (photo) {
      this.complain("");
      image.src = URL.createObjectURL(photo);
    }
    this.photo = photo;
    this.find(".preview").hidden = !photo;
    if (photo) this.field.focus();
  }

  complain(words) {
    const problem = this.find("form .problem");
    problem.textContent = words;
    problem.hidden = !words;
  }

  // Ends replying or editing.
  settle() {
    if (this.editing) this.field.value = "";
    this.replying = this.editing = null;
    this.find(".context").hidden = true;
    this.grow();
  }

  announce(words) {
    this.find(".context p").textContent = words;
    this.find(".context").hidden = false;
    this.grow();
    this.field.focus();
  }

  async send() {
    const text = this.field.value;
    if (this.editing) {
      if (text.trim()) await this.go("edit", { message: String(this.editing.id), text });
    } else if (text.trim() || this.photo) {
      await this.say({ text, reply_to: this.replying ? String(this.replying.id) : "" }, this.photo);
    }
  }

  say(said, photo = null) {
    return this.go("say", said, photo);
  }

  async go(act, said, photo = null) {
    const button = this.find(".send");
    if (button.disabled) return;
    button.disabled = true;
    const about = JSON.stringify([act, said, photo && [photo.name, photo.size, photo.lastModified]]);
    if (this.unsent?.about !== about) this.unsent = { about, key: crypto.randomUUID() };
    try {
      const more = photo ? await this.server.upload(photo) : {};
      await this.server.act(this.about.chat, act, { key: this.unsent.key, sender: this.sender, ...said, ...more });
      this.unsent = null;
      this.complain("");
      if ("text" in said) {
        this.field.value = "";
        this.choosePhoto(null);
        this.settle();
      }
    } catch (error) {
      this.complain(error.message);
    } finally {
      button.disabled = false;
    }
  }

  async press(message, data, button) {
    const keys = button.closest(".keys");
    if (keys.getAttribute("aria-busy") === "true") return;
    keys.setAttribute("aria-busy", "true");
    for (const each of keys.querySelectorAll("button")) each.setAttribute("aria-disabled", "true");
    try {
      const said = { key: crypto.randomUUID(), sender: this.sender, message: String(message.id), data };
      await this.server.act(this.about.chat, "press", said);
      for (const each of keys.querySelectorAll("button")) each.classList.toggle("chosen", each === button);
      this.complain("");
    } catch (error) {
      this.complain(error.message);
    } finally {
      keys.removeAttribute("aria-busy");
      for (const each of keys.querySelectorAll("button")) each.removeAttribute("aria-disabled");
    }
  }

  fill(messages) {
    this.log.setAttribute("aria-busy", "true");
    for (const row of this.log.querySelectorAll(".row, .date")) row.remove();
    this.messages.clear();
    this.lastDay = "";
    for (const message of messages) this.show(message);
    this.log.removeAttribute("aria-busy");
    this.toEnd();
  }

  near() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
  }

  toEnd() {
    this.following = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  // Returns whether the message is new.
  show(message) {
    const known = this.messages.get(message.id);
    const row = this.row(message);
    if (known) known.row.replaceWith(row);
    else this.place(message, row);
    this.messages.set(message.id, { message, row });
    if (this.following || (message.mine && !known)) this.toEnd();
    return !known;
  }

  place(message, row) {
    const later = [...this.messages.keys()].filter((id) => id > message.id);
    if (later.length) {
      this.messages.get(Math.min(...later)).row.before(row);
      return;
    }
    if (message.day !== this.lastDay) this.log.append(make("p", "date", message.day));
    this.lastDay = message.day;
    this.log.append(row);
  }

  remove(ids) {
    for (const id of ids) {
      this.messages.get(id)?.row.remove();
      this.messages.delete(id);
    }
  }

  row(message) {
    const row = make("div", message.mine ? "row mine" : "row");
    row.append(this.bubble(message), this.tools(message));
    if (message.rows?.length) row.append(this.keys(message));
    return row;
  }

  bubble(message) {
    const bubble = make("div", "bubble");
    if (message.mine && this.about.group) bubble.append(make("div", "name", message.name));
    const quoted = message.quoting && this.messages.get(Number(message.quoting));
    if (quoted) bubble.append(this.quote(quoted));
    for (const source of message.photos) {
      const image = make("img");
      image.src = source;
      image.alt = "Ảnh đã gửi";
      image.addEventListener("load", () => this.following && this.toEnd());
      bubble.append(image);
    }
    if (message.runs.length) bubble.append(written(message.runs));
    if (message.location) bubble.append(this.labelled("point", "place", `Vị trí ${message.location.map((n) => n.toFixed(4)).join(", ")}`));
    for (const file of message.files ?? []) bubble.append(this.download(file));
    bubble.append(make("div", "meta", message.edited ? `đã sửa · ${message.time}` : message.time));
    return bubble;
  }

  download(file) {
    const line = this.labelled("file", "file", file.name);
    if (!file.url?.startsWith("/media/")) return line;
    const whole = link(file.url, "download");
    whole.download = file.name;
    whole.append(line);
    return whole;
  }

  labelled(className, symbol, words) {
    const line = make("div", className);
    line.append(icon(symbol), make("span", "", words));
    return line;
  }

  quote({ message, row }) {
    const button = make("button", "quote");
    button.type = "button";
    button.append(make("span", "", summary(message)));
    button.addEventListener("click", () => {
      const now = this.messages.get(message.id)?.row ?? row;
      now.scrollIntoView({ block: "nearest" });
      now.classList.add("flash");
      setTimeout(() => now.classList.remove("flash"), 1300);
    });
    return button;
  }

  tools(message) {
    const tools = make("div", "tools");
    tools.append(this.tool("reply", "Trả lời", () => {
      this.settle();
      this.replying = message;
      this.announce(`Trả lời: ${summary(message)}`);
    }));
    if (message.mine && message.runs.length && message.sender === this.sender) {
      tools.append(this.tool("edit", "Sửa", () => {
        this.settle();
        this.editing = message;
        this.field.value = message.runs.map((run) => run.text).join("");
        this.announce("Sửa tin đã gửi");
      }));
    }
    return tools;
  }

  tool(symbol, words, act) {
    const button = make("button");
    button.type = "button";
    button.title = words;
    button.setAttribute("aria-label", words);
    button.append(icon(symbol));
    button.addEventListener("click", () => {
      button.closest(".row").classList.remove("picked");
      act();
    });
    return button;
  }

  keys(message) {
    const keys = make("div", "keys");
    for (const choices of message.rows) {
      const row = make("div");
      for (const choice of choices) row.append(this.key(message, choice));
      keys.append(row);
    }
    return keys;
  }

  key(message, choice) {
    if (choice.url && safeLink(choice.url)) {
      const opens = link(choice.url);
      opens.textContent = choice.label;
      return opens;
    }
    const button = make("button", "", choice.label);
    button.type = "button";
    button.disabled = !choice.data;
    button.addEventListener("click", () => this.press(message, choice.data, button));
    return button;
  }
}
