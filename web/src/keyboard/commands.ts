/**
 * Everything a person can do right now, registered by what is on screen. The keyboard, the command
 * palette and the cheat sheet all read from here, so none of them can promise what is not there.
 */

export const commandGroups = ["conversation", "list", "go", "general", "replies"] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface Command {
  id: string;
  label: string;
  group: CommandGroup;
  keys?: string;
  run: () => void;
  /** Moving about in a list makes no sense in the palette. */
  keyboardOnly?: boolean;
  /** More words to be found by in the palette. */
  hint?: string;
}

export interface CommandSource {
  commands: Command[];
}

export class Commands {
  private sources: CommandSource[] = [];

  add(source: CommandSource): () => void {
    this.sources.push(source);
    return () => {
      this.sources = this.sources.filter((other) => other !== source);
    };
  }

  /** What can be done now; where two claim the same id, the later one counts. */
  list(): Command[] {
    const byId = new Map<string, Command>();
    for (const source of this.sources) {
      for (const command of source.commands) byId.set(command.id, command);
    }
    return [...byId.values()];
  }

  run(id: string): void {
    this.list()
      .find((command) => command.id === id)
      ?.run();
  }

  byKeys(keys: string): Command | undefined {
    return this.list().findLast((command) => command.keys === keys);
  }
}
