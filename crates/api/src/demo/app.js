/**
 * The demo shop: shows what it sells, logs a visitor in as one of three customers, and tells the chat widget who that
 * is by an identity that the shop's server signs. Not a shop: nothing can be bought.
 */
(() => {
  "use strict";

  const texts = {
    "zh-CN": {
      skip: "跳到商品",
      brand: "星河数码",
      otherLanguage: "English",
      login: "登录",
      loginAs: "以演示顾客身份登录",
      logout: "退出登录",
      demoNote: "演示商店 · 商品与人物均为虚构",
      headline: "好用的数码，陪你看星河",
      lead: "手机、笔记本、耳机与智能家居。选购、物流、售后，随时可以问右下角的客服：机器人先答，需要时由真人接手。",
      askUs: "问问客服",
      browse: "逛逛商品",
      promiseReturn: "7 天无理由退货",
      promiseDelivery: "满 99 元包邮，16:00 前当日发货",
      promiseHours: "人工客服 9:00–22:00",
      products: "全部商品",
      all: "全部",
      ask: "咨询",
      askAbout: "咨询 {name}",
      myOrders: "我的订单",
      tracking: "物流单号 {number}",
      footer: "星河数码是应答（Yingda）的演示公司，店里的一切都不出售。",
      welcome: "已登录：{name}",
      goodbye: "已退出登录",
      failed: "登录没有成功，请稍后再试",
      status: { paid: "待发货", shipped: "运输中", delivered: "已签收", returned: "已退货", cancelled: "已取消" },
    },
    en: {
      skip: "Skip to the products",
      brand: "Xinghe Digital",
      otherLanguage: "中文",
      login: "Log in",
      loginAs: "Log in as a demo customer",
      logout: "Log out",
      demoNote: "Demo shop · products and people are invented",
      headline: "Fine devices for people who look up",
      lead: "Phones, laptops, headphones and a smart home. Ask about choosing, delivery or repair in the corner: the assistant answers first, a person takes over when you want one.",
      askUs: "Ask us",
      browse: "Browse products",
      promiseReturn: "7 days to return",
      promiseDelivery: "Free delivery from ¥99, same-day dispatch before 16:00",
      promiseHours: "People on duty 9:00–22:00",
      products: "All products",
      all: "All",
      ask: "Ask",
      askAbout: "Ask about {name}",
      myOrders: "My orders",
      tracking: "Tracking {number}",
      footer: "Xinghe Digital is the demo company of Yingda. Nothing in this shop is for sale.",
      welcome: "Logged in: {name}",
      goodbye: "Logged out",
      failed: "Logging in did not work, please try again later",
      status: { paid: "To be shipped", shipped: "On its way", delivered: "Delivered", returned: "Returned", cancelled: "Cancelled" },
    },
  };

  const categories = {
    手机: { en: "Phones", hue: 222, icon: '<rect x="19" y="8" width="26" height="48" rx="5"/><path d="M28 50h8"/>' },
    笔记本: { en: "Laptops", hue: 262, icon: '<rect x="13" y="14" width="38" height="26" rx="3"/><path d="M7 48h50"/>' },
    耳机: {
      en: "Headphones",
      hue: 330,
      icon: '<path d="M13 40v-6a19 19 0 0 1 38 0v6"/><rect x="9" y="36" width="10" height="17" rx="4"/><rect x="45" y="36" width="10" height="17" rx="4"/>',
    },
    平板: { en: "Tablets", hue: 188, icon: '<rect x="13" y="8" width="38" height="48" rx="5"/><path d="M29 50h6"/>' },
    手表: {
      en: "Watches",
      hue: 28,
      icon: '<rect x="18" y="19" width="28" height="26" rx="8"/><path d="M23 19l2-11h14l2 11M23 45l2 11h14l2-11M32 26v6l4 3"/>',
    },
    智能家居: { en: "Smart home", hue: 152, icon: '<path d="M9 31 32 11l23 20M15 27v26h34V27"/><path d="M25 42a10 10 0 0 1 14 0M29 46a4 4 0 0 1 6 0"/>' },
    配件: {
      en: "Accessories",
      hue: 46,
      icon: '<path d="M24 8v12M40 8v12M17 20h30v8a15 15 0 0 1-30 0zM32 43v13"/>',
    },
  };

  const memory = {
    get: (name) => {
      try {
        return localStorage.getItem(`yingda-demo-${name}`);
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      try {
        if (value === null) localStorage.removeItem(`yingda-demo-${name}`);
        else localStorage.setItem(`yingda-demo-${name}`, value);
      } catch {
        // A browser without storage forgets between pages, and that is all.
      }
    },
  };

  const locale = memory.get("language") ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en");
  const words = texts[locale] ?? texts.en;
  const chinese = words === texts["zh-CN"];
  document.documentElement.lang = chinese ? "zh-CN" : "en";

  let shop = { products: [], people: [] };
  let shownCategory = null;
  let person = Number(memory.get("person")) || null;

  const find = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const money = (minor) =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency: shop.currency,
      currencyDisplay: "narrowSymbol",
      maximumFractionDigits: 0,
    }).format(minor / 100);

  /** Calls the chat widget, whether it has arrived or not. */
  const chat = (...call) => {
    window.Yingda = window.Yingda ?? [];
    window.Yingda.push(call);
  };

  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") node.addEventListener("click", value);
      else node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }

  function picture(product) {
    const { hue, icon } = categories[product.category] ?? categories.配件;
    const shade = 14 * shop.products.filter((one) => one.category === product.category).indexOf(product);
    const frame = element("div", { class: "picture", "aria-hidden": "true" });
    frame.style.setProperty("--hue", hue + shade);
    frame.innerHTML = `<svg viewBox="0 0 64 64">${icon}</svg>`;
    return frame;
  }

  function toast(text) {
    const node = find("toast");
    node.textContent = text;
    node.classList.add("shown");
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => node.classList.remove("shown"), 2600);
  }

  /** Asks the shop's server to vouch for a customer; each answer is good for one use. */
  async function identity(number) {
    const answer = await fetch("demo/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ customer: number }),
    });
    if (!answer.ok) throw new Error(`login answered ${answer.status}`);
    return (await answer.json()).identity;
  }

  async function login(number) {
    closeMenu();
    try {
      const first = await identity(number);
      let fresh = first;
      // The widget asks again whenever the login has to be renewed.
      chat("identify", async () => {
        const token = fresh ?? (await identity(number));
        fresh = null;
        return token;
      });
      person = number;
      memory.set("person", String(number));
      showPerson();
      toast(fill(words.welcome, { name: current().name }));
    } catch {
      toast(words.failed);
    }
  }

  function logout() {
    closeMenu();
    person = null;
    memory.set("person", null);
    chat("logout");
    showPerson();
    toast(words.goodbye);
  }

  const current = () => shop.people.find((one) => one.number === person);

  function closeMenu() {
    find("people").hidden = true;
    find("account").setAttribute("aria-expanded", "false");
  }

  function showMenu() {
    const item = (label, detail, onclick) =>
      element("button", { type: "button", role: "menuitem", onclick }, element("span", {}, label), element("small", {}, detail));
    const menu = find("people");
    const items = person
      ? [item(words.logout, current()?.name ?? "", logout)]
      : shop.people.map((one) => item(one.name, [one.tier, one.city].filter(Boolean).join(" · "), () => login(one.number)));
    const heading = person ? [] : [element("p", {}, words.loginAs)];
    menu.replaceChildren(...heading, ...items);
    menu.hidden = false;
    find("account").setAttribute("aria-expanded", "true");
    menu.querySelector("button")?.focus();
  }

  function showPerson() {
    find("account").textContent = current()?.name ?? words.login;
    const orders = current()?.orders ?? [];
    find("orders").hidden = orders.length === 0;
    find("order-list").replaceChildren(...orders.map(orderCard));
  }

  function orderCard(order) {
    const placed = new Date(Date.now() - order.days_ago * 86_400_000);
    const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(placed);
    const lines = order.items.map((line) => {
      const product = shop.products.find((one) => one.sku === line.sku);
      return `${product ? nameOf(product) : line.sku} × ${line.quantity}`;
    });
    return element(
      "li",
      { class: "order" },
      element(
        "div",
        { class: "order-head" },
        element("strong", {}, order.number),
        element("span", { class: `status ${order.status}` }, words.status[order.status]),
      ),
      element("p", {}, lines.join(chinese ? "，" : ", ")),
      element("small", {}, [date, order.tracking && fill(words.tracking, { number: order.tracking })].filter(Boolean).join(" · ")),
    );
  }

  const nameOf = (product) => (chinese ? product.name : product.name_en);

  function productCard(product) {
    return element(
      "li",
      { class: "card" },
      picture(product),
      element("h3", {}, nameOf(product)),
      element("p", {}, chinese ? product.tagline : product.tagline_en),
      element(
        "div",
        { class: "card-foot" },
        element("strong", {}, money(product.price_minor)),
        element(
          "button",
          { type: "button", class: "quiet", "aria-label": fill(words.askAbout, { name: nameOf(product) }), onclick: () => chat("open") },
          words.ask,
        ),
      ),
    );
  }

  function showProducts() {
    const names = [...new Set(shop.products.map((product) => product.category))];
    const chip = (name, label) =>
      element(
        "button",
        {
          type: "button",
          "aria-pressed": String(shownCategory === name),
          onclick: () => {
            shownCategory = name;
            showProducts();
          },
        },
        label,
      );
    const labels = names.map((name) => chip(name, chinese ? name : (categories[name]?.en ?? name)));
    find("categories").replaceChildren(chip(null, words.all), ...labels);
    const shown = shop.products.filter((product) => shownCategory === null || product.category === shownCategory);
    find("products").replaceChildren(...shown.map(productCard));
  }

  async function start() {
    for (const node of document.querySelectorAll("[data-text]")) node.textContent = words[node.dataset.text];
    document.title = chinese ? "星河数码" : "Xinghe Digital";
    find("language").addEventListener("click", () => {
      memory.set("language", chinese ? "en" : "zh-CN");
      location.reload();
    });
    find("account").textContent = words.login;
    find("account").addEventListener("click", () => (find("people").hidden ? showMenu() : closeMenu()));
    for (const node of document.querySelectorAll("[data-chat]")) node.addEventListener("click", () => chat("open"));
    document.addEventListener("click", (event) => event.target.closest(".account") || closeMenu());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || find("people").hidden) return;
      closeMenu();
      find("account").focus();
    });
    shop = await (await fetch("demo/shop.json")).json();
    showProducts();
    showPerson();
    if (person) chat("identify", () => identity(person));
  }

  document.addEventListener("DOMContentLoaded", start);
})();
