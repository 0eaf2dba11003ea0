/** Listens to the keyboard once for the whole app and runs the command that a key stands for. */
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import { type Command, type CommandSource, Commands } from "./commands";
import { combination, isComposing, isForSomethingElse, needsModifier, Sequences } from "./keys";
import { singleKeys } from "./single-keys";

const Context = createContext<Commands | null>(null);

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const commands = useMemo(() => new Commands(), []);
  useEffect(() => {
    const sequences = new Sequences();
    const listen = (event: KeyboardEvent) => press(event, commands, sequences);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [commands]);
  return <Context value={commands}>{children}</Context>;
}

export function press(event: KeyboardEvent, commands: Commands, sequences: Sequences): void {
  if (event.defaultPrevented || event.repeat || isComposing(event)) {
    if (!event.repeat || !isMoving(event)) return;
  }
  const key = combination(event);
  if (!key) return;
  const plain = !needsModifier(key);
  if (plain && (!singleKeys.enabled() || isForSomethingElse(event))) return;
  const known = commands.list().flatMap((command) => command.keys ?? []);
  const keys = sequences.next(key, event.timeStamp, known);
  const command = keys === null ? undefined : commands.byKeys(keys);
  if (!command) return;
  event.preventDefault();
  command.run();
}

/** Holding j or k keeps moving; holding any other key means nothing. */
function isMoving(event: KeyboardEvent): boolean {
  return !event.defaultPrevented && !isComposing(event) && (event.key === "j" || event.key === "k");
}

export function useCommandRegistry(): Commands {
  const commands = use(Context);
  if (!commands) throw new Error("useCommandRegistry is used outside KeyboardProvider");
  return commands;
}

/** Offers commands for as long as the component is on screen. */
export function useCommands(list: Command[]): void {
  const registry = useCommandRegistry();
  const source = useRef<CommandSource>({ commands: list });
  useEffect(() => {
    source.current.commands = list;
  });
  useEffect(() => registry.add(source.current), [registry]);
}

export function useSingleKeys(): [boolean, (enabled: boolean) => void] {
  const enabled = useSyncExternalStore(singleKeys.subscribe, singleKeys.enabled);
  return [enabled, singleKeys.set];
}
