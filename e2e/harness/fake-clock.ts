/**
 * A clock for processes under test that can be set back while they run (libfaketime). Only the time of day: what measures
 * durations goes on as it is, as on a machine whose clock is corrected.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIBRARY = "faketime/libfaketimeMT.so.1";

export class FakeClock {
  private readonly folder = mkdtempSync(join(tmpdir(), "yingda-clock-"));

  private constructor(private readonly library: string) {
    // A database that belongs to somebody else has this clock too.
    chmodSync(this.folder, 0o755);
    this.set("+0");
  }

  /** None where libfaketime is not installed. */
  static find(): FakeClock | null {
    const folders = existsSync("/usr/lib")
      ? readdirSync("/usr/lib").map((name) => join("/usr/lib", name))
      : [];
    const library = folders.map((folder) => join(folder, LIBRARY)).find((path) => existsSync(path));
    return library ? new FakeClock(library) : null;
  }

  /** What a process must run under to have this clock. */
  get env(): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  /** How far the clock is from the machine's: `-1h`, `+90s`. */
  set(offset: string): void {
    writeFileSync(this.file, `${offset}\n`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private get file(): string {
    return join(this.folder, "offset");
  }
}
