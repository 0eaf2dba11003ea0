/** What every part of the view can reach: the state, the texts, and the messenger that acts. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Translator } from "../messages";
import type { Messenger } from "../messenger";
import type { ChannelSettings, VisitorSession } from "../protocol";
import type { State } from "../state";

export interface WidgetContext {
  messenger: Messenger;
  t: Translator;
  state: State;
  session: VisitorSession;
  settings: ChannelSettings;
  /** What the chat calls itself: the channel's title, else the company's name. */
  title: string;
}

export const Widget = createContext<WidgetContext | null>(null);

export function useWidget(): WidgetContext {
  const context = useContext(Widget);
  if (!context) throw new Error("used outside the widget");
  return context;
}
