// The room: what comes over the WebSocket, the clock bar, the tabs of narrow screens.
import { Phone, make } from "/room/phone.js";

const byId = (id) => document.getElementById(id);
const WEEKDAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const RETRY_MS = [300, 700, 1500, 3000];
const UNREACHABLE = "Chưa gửi được vì mất kết nối. Xin bấm gửi lại.";

const phones = new Map();
let clock = null;
let openChat = "";

async function post(path, body, type = "application/json") {
  let response;
  try {
    response = await fetch(path, { method: "POST", body, headers: { "Content-Type": type } });
  } catch {
    throw new Error(UNREACHABLE);
  }
  const text = await response.text();
  let answer = {};
  try {
    answer = JSON.parse(text);
  } catch {
    answer = { error: text };
  }
  if (!response.ok) throw new Error(answer.error || `Lỗi ${response.status}`);
  return answer;
}

const server = {
  act: (chat, act, said) => post(`/room/chats/${encodeURIComponent(chat)}/${act}`, JSON.stringify(said)),
  upload: (photo) => post("/room/photos", photo, photo.type || "application/octet-stream"),
};

// --- clock bar

function showClock(state) {
  clock = { ...state, since: performance.now() };
  const hold = byId("hold");
  hold.querySelector("span").textContent = state.paused ? "Tiếp tục" : "Tạm dừng";
  hold.title = hold.querySelector("span").textContent;
  hold.querySelector("use").setAttribute("href", state.paused ? "#i-play" : "#i-pause");
  for (const button of byId("speeds").children) {
    button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === state.speed));
  }
  say("pace", state.paused ? "Đang tạm dừng" : state.speed === 1 ? "Chạy như giờ thật" : `Nhanh gấp ${state.speed} lần`);
  say("next", state.next ? `${state.next.label}, ${state.next.at}` : "Không còn sự kiện nào");
  byId("next").title = byId("next").textContent;
  if (!byId("jump").hasAttribute("aria-busy")) byId("jump").disabled = !state.next;
  tick();
}

// Leaves what is unchanged alone, so that screen readers speak only of changes.
function say(id, words) {
  if (byId(id).textContent !== words) byId(id).textContent = words;
}

function tick() {
  if (!clock) return;
  const run = clock.paused ? 0 : (performance.now() - clock.since) * clock.speed;
  const local = new Date(clock.now + clock.offset + run);
  const two = (number) => String(number).padStart(2, "0");
  say("time", `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`);
  say("date", `${WEEKDAYS[local.getUTCDay()]}, ${local.getUTCDate()}/${local.getUTCMonth() + 1}/${local.getUTCFullYear()}`);
}

async function order(what) {
  const button = what.do === "jump" ? byId("jump") : null;
  if (button) {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
  }
  try {
    const pulse = await post("/room/clock", JSON.stringify(what));
    button?.removeAttribute("aria-busy");
    showPulse(pulse);
    complain("");
  } catch (error) {
    button?.removeAttribute("aria-busy");
    if (button) button.disabled = !clock?.next;
    complain(error.message);
  }
}

function complain(words) {
  byId("offline").textContent = words;
  byId("offline").hidden = !words;
}

function showCrowd(crowd) {
  say("crowd-count", crowd.title ? `${crowd.received}/${crowd.total}` : `${crowd.total}`);
  say("crowd-who", crowd.title ? "bà con khác đã nhận bản tin" : "bà con khác");
  say("crowd-what", crowd.title || "Chưa có bản tin nào được gửi");
  byId("crowd-what").title = crowd.title;
  byId("crowd-bar").max = crowd.total || 1;
  byId("crowd-bar").value = crowd.received;
}

function showPulse(pulse) {
  showClock(pulse.clock);
  showCrowd(pulse.crowd);
}

// --- phones and tabs

function open(chat) {
  openChat = chat;
  for (const [each, phone] of phones) {
    phone.element.classList.toggle("open", each === chat);
    const selected = each === chat;
    phone.tab.setAttribute("aria-selected", String(selected));
    phone.tab.tabIndex = selected ? 0 : -1;
  }
  count(phones.get(chat), 0);
  phones.get(chat).toEnd();
}

function count(phone, unread) {
  phone.unread = unread;
  phone.tab.querySelector(".count")?.remove();
  if (!unread) return;
  const mark = make("span", "count", String(unread));
  mark.setAttribute("aria-label", `${unread} tin mới`);
  phone.tab.append(mark);
}

function addPhone(about) {
  const phone = new Phone(about, server, askLocation);
  phone.tab = make("button", "", about.short);
  phone.tab.type = "button";
  phone.tab.setAttribute("role", "tab");
  phone.tab.setAttribute("aria-controls", phone.element.id);
  phone.tab.addEventListener("click", () => open(about.chat));
  phone.unread = 0;
  phones.set(about.chat, phone);
  byId("tabs").append(phone.tab);
  byId("phones").append(phone.element);
}

byId("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const chats = [...phones.keys()];
  open(chats[(chats.indexOf(openChat) + step + chats.length) % chats.length]);
  phones.get(openChat).tab.focus();
});

// --- location

let chosen = null;

function askLocation(then) {
  chosen = then;
  byId("location-problem").hidden = true;
  byId("location").showModal();
}

function give(lat, lon) {
  byId("location").close();
  chosen?.({ lat, lon });
}

function degrees(id, limit) {
  const text = byId(id).value.trim().replace(",", ".");
  const value = text ? Number(text) : NaN;
  return Math.abs(value) <= limit ? value : null;
}

byId("location-cancel").addEventListener("click", () => byId("location").close());
byId("location-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const [lat, lon] = [degrees("lat", 90), degrees("lon", 180)];
  if (lat !== null && lon !== null) {
    give(lat, lon);
    return;
  }
  byId("location-problem").textContent = "Vĩ độ là số từ -90 đến 90, kinh độ là số từ -180 đến 180, ví dụ 9.6 và 105.97.";
  byId("location-problem").hidden = false;
});

// --- what comes

function start(state) {
  say("title", state.title);
  document.title = `Phòng diễn tập · ${state.title}`;
  if (!phones.size) {
    for (const about of state.phones) addPhone(about);
    for (const place of state.places) {
      const button = make("button", "", place.name);
      button.type = "button";
      button.addEventListener("click", () => give(place.lat, place.lon));
      byId("places").append(button);
    }
    for (const speed of state.speeds) {
      const button = make("button", "", `x${speed}`);
      button.type = "button";
      button.dataset.speed = speed;
      button.setAttribute("aria-label", speed === 1 ? "Như giờ thật" : `Nhanh gấp ${speed} lần`);
      button.addEventListener("click", () => order({ do: "run_at", speed }));
      byId("speeds").append(button);
    }
    byId("phones").removeAttribute("aria-busy");
    open(state.phones[0].chat);
  } else {
    for (const about of state.phones) phones.get(about.chat)?.fill(about.messages);
  }
  showPulse(state);
}

const arrivals = {
  state: start,
  pulse: showPulse,
  message({ message }) {
    const phone = phones.get(message.chat);
    if (phone?.show(message) && !message.mine && message.chat !== openChat) count(phone, phone.unread + 1);
  },
  gone: ({ chat, ids }) => phones.get(chat)?.remove(ids),
};

let tries = 0;

function connect() {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/room/ws`);
  socket.addEventListener("message", (event) => {
    const arrived = JSON.parse(event.data);
    if (arrived.type === "state") {
      tries = 0;
      complain("");
    }
    arrivals[arrived.type]?.(arrived);
  });
  socket.addEventListener("close", () => {
    if (tries > 0 || clock) complain("Mất kết nối với chương trình. Đang nối lại.");
    setTimeout(connect, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
    tries += 1;
  });
}

byId("hold").addEventListener("click", () => order({ do: clock?.paused ? "resume" : "pause" }));
byId("jump").addEventListener("click", () => order({ do: "jump" }));
setInterval(tick, 250);
connect();
