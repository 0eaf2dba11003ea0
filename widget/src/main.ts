/** The entry: reads the script tag, builds the widget beside the page, and starts it. Runs once per page. */
import { h, render } from "preact";
import { Api } from "./api";
import { type EmbedOptions, findTag, readTag } from "./embed";
import { chooseLocale, Translator } from "./messages";
import { Messenger } from "./messenger";
import { Problem } from "./problem";
import { createApi, queuedIdentity } from "./public-api";
import { tabStore, visitorStore } from "./storage";
import { theme } from "./theme";
import { App } from "./view/app";
import { warn } from "./warn";

const HOST_NAME = "yingda-widget";

function boot(): void {
  if (document.querySelector(HOST_NAME)) return;
  const tag = findTag(document);
  const options = tag && readTag(tag);
  if (!options) {
    warn('the script tag needs data-channel="wk_…" (see the channel\'s settings)');
    return;
  }
  if (document.body) start(options);
  else document.addEventListener("DOMContentLoaded", () => start(options), { once: true });
}

function start(options: EmbedOptions): void {
  const { channelKey, server } = options;
  const locale = chooseLocale(options.locale, document.documentElement.lang, navigator.languages);
  const tab = tabStore(channelKey);
  const messenger = new Messenger({
    api: new Api(server),
    channelKey,
    locale,
    visitor: visitorStore(channelKey),
    tab,
  });
  const queue = window.Yingda;
  window.Yingda = createApi(messenger, queue);
  const host = mount(messenger, new Translator(locale), options);
  // A chat left open goes on over page changes, but must not cover a small screen unasked.
  if (tab.get("open") && window.innerWidth > 480) messenger.open();
  watchPage(messenger);
  messenger.start(queuedIdentity(queue)).catch((cause: unknown) => {
    host.remove();
    warn(cause instanceof Problem ? `the server refused this channel: ${cause.code}` : String(cause));
  });
}

function mount(messenger: Messenger, t: Translator, { theme: wish }: EmbedOptions): HTMLElement {
  // No rule of the page is about an element of this name, and `all` undoes those about every element.
  const host = document.createElement(HOST_NAME);
  host.style.setProperty("all", "initial", "important");
  const shadow = host.attachShadow({ mode: "open" });
  applyStyle(shadow);
  const container = document.createElement("div");
  shadow.append(container);
  document.body.append(host);
  render(h(App, { messenger, t, theme: wish }), container);
  return host;
}

/** A constructed sheet is allowed even where the page's security policy forbids inline styles. */
function applyStyle(shadow: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(theme);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = theme;
    shadow.append(style);
  }
}

function watchPage(messenger: Messenger): void {
  const wake = () => messenger.wake();
  window.addEventListener("online", wake);
  window.addEventListener("focus", wake);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
}

boot();
