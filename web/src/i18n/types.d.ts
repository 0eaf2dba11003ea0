/** Makes `t` know every key: a misspelt one does not compile. One line per catalogue. */
import "i18next";
import type alarms from "../messages/zh-CN/alarms.json";
import type context from "../messages/zh-CN/context.json";
import type conversation from "../messages/zh-CN/conversation.json";
import type entrance from "../messages/zh-CN/entrance.json";
import type inbox from "../messages/zh-CN/inbox.json";
import type insight from "../messages/zh-CN/insight.json";
import type knowledge from "../messages/zh-CN/knowledge.json";
import type problems from "../messages/zh-CN/problems.json";
import type settings from "../messages/zh-CN/settings.json";
import type shell from "../messages/zh-CN/shell.json";
import type team from "../messages/zh-CN/team.json";
import type ui from "../messages/zh-CN/ui.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    returnNull: false;
    resources: {
      alarms: typeof alarms;
      context: typeof context;
      conversation: typeof conversation;
      entrance: typeof entrance;
      inbox: typeof inbox;
      insight: typeof insight;
      knowledge: typeof knowledge;
      problems: typeof problems;
      settings: typeof settings;
      shell: typeof shell;
      team: typeof team;
      ui: typeof ui;
    };
  }
}
