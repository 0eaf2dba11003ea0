/** A file system that is soon full: a few mebibytes in memory, where the machine lets this process mount one. */
import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** From large to small, so that nothing is left. */
const PIECES = [1 << 20, 1 << 14, 1 << 12, 1].map((size) => Buffer.alloc(size));

export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** None where mounting is not permitted. */
  static mount(mebibytes: number): SmallDisk | null {
    const folder = mkdtempSync(join(tmpdir(), "yingda-disk-"));
    try {
      const size = `size=${mebibytes}m`;
      execFileSync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", folder], { stdio: "ignore" });
    } catch {
      rmSync(folder, { recursive: true });
      return null;
    }
    // Whoever owns what is put there must get in.
    chmodSync(folder, 0o755);
    return new SmallDisk(folder);
  }

  /** Leaves no byte free. */
  fill(): void {
    const file = openSync(this.filler, "w");
    for (const piece of PIECES) while (fits(file, piece));
    closeSync(file);
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  unmount(): void {
    execFileSync("umount", ["--lazy", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get filler(): string {
    return join(this.folder, "filler");
  }
}

function fits(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length;
  } catch {
    return false;
  }
}
