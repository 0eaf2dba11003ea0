/** The list of messages: what it shows, and where it stands when something is added above or below. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Row, rowsOf } from "../grouping";
import { Avatar } from "./avatar";
import { useWidget } from "./context";
import { Group } from "./group";
import { Icon } from "./icons";
import { RatingForm } from "./rating";
import { Welcome } from "./welcome";

const NEAR_PX = 64;

export function Log({ onAsk }: { onAsk: (question: string) => void }) {
  const { messenger, state, settings, t } = useWidget();
  const { timeline, history } = state;
  const rows = rowsOf(timeline);
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const top = useRef(0);
  const [behind, setBehind] = useState(false);

  useScrollKeeping(box, content, stuck, timeline.messages[0]?.id, timeline.pending.length);
  const newest = timeline.messages[timeline.messages.length - 1]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is the occasion
  useEffect(() => setBehind(!stuck.current), [newest]);

  const onScroll = () => {
    const el = box.current;
    if (!el) return;
    // Only a move upwards leaves the newest message: a picture that has just come in moves it down by itself.
    if (el.scrollHeight - el.scrollTop - el.clientHeight < NEAR_PX) stuck.current = true;
    else if (el.scrollTop < top.current) stuck.current = false;
    top.current = el.scrollTop;
    if (stuck.current) setBehind(false);
    if (el.scrollTop < NEAR_PX && timeline.hasOlder) void messenger.loadOlder();
  };
  const toNewest = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    setBehind(false);
  };

  const empty = rows.length === 0;
  const waiting = empty && history !== "loaded" && state.link !== "lost";
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={box}
        onScroll={onScroll}
        role="log"
        aria-label={t.text("panel.log")}
        aria-busy={state.loadingOlder || waiting}
      >
        <div ref={content} class="log-content">
          {waiting && <Skeleton />}
          {empty && !waiting && <Welcome onAsk={onAsk} />}
          {!empty && !timeline.hasOlder && <Greeting text={t.local(settings.greeting)} />}
          {rows.map((row, index) => (
            <RowView key={row.key} row={row} last={index === rows.length - 1} />
          ))}
          <RatingForm />
          <Typing />
        </div>
      </div>
      {state.loadingOlder && <div class="older">{t.text("panel.older")}</div>}
      {behind && (
        <button type="button" class="to-newest" onClick={toNewest}>
          {t.text("panel.newMessages")}
          <Icon name="down" size={16} />
        </button>
      )}
    </div>
  );
}

function RowView({ row, last }: { row: Row; last: boolean }) {
  const { t } = useWidget();
  switch (row.kind) {
    case "time":
      return <div class="notice time">{t.time(row.at, Date.now())}</div>;
    case "notice":
      return <Notice row={row} />;
    case "group":
      return <Group row={row} last={last} />;
  }
}

function Notice({ row }: { row: Extract<Row, { kind: "notice" }> }) {
  const { settings, t } = useWidget();
  const { content } = row.message;
  if (content.kind !== "notice") return null;
  // The company's own words about when it is back say more than ours.
  const own = content.code === "handoff_offline" ? t.local(settings.offline_notice) : "";
  const text = own || t.coded("notice", content.code, content.params);
  return text ? <div class="notice">{text}</div> : null;
}

/** The greeting, once it has become the beginning of a conversation. */
function Greeting({ text }: { text: string }) {
  const { t } = useWidget();
  return text ? (
    <div class="group">
      <Avatar size="small" />
      <div class="entries">
        <div class="author">
          {t.text("author.bot")}
          <span class="tag">{t.text("author.botTag")}</span>
        </div>
        <div class="entry">
          <div class="bubble text">{text}</div>
        </div>
      </div>
    </div>
  ) : null;
}

function Typing() {
  const { state, t } = useWidget();
  const { typing } = state;
  if (!typing) return null;
  const bot = typing.kind === "bot";
  const name = typing.name ?? t.text("author.agent");
  return (
    <div class="group">
      <Avatar size="small" name={bot ? null : name} />
      <div class="bubble typing">
        <span class="hidden">{bot ? t.text("typing.bot") : t.text("typing.agent", { name })}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function Skeleton() {
  const { t } = useWidget();
  return (
    <div class="skeleton">
      <span class="hidden">{t.text("panel.loading")}</span>
      <i style={{ width: "62%" }} />
      <i style={{ width: "44%" }} />
      <i class="right" style={{ width: "38%" }} />
      <i style={{ width: "70%" }} />
    </div>
  );
}

type Box = { current: HTMLDivElement | null };

/** Stays at the newest message when there, and at the same message when older ones come in above. */
function useScrollKeeping(
  box: Box,
  content: Box,
  stuck: { current: boolean },
  first: string | undefined,
  pending: number,
) {
  const before = useRef({ first, height: 0, pending });
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    const { current: old } = before;
    if (pending > old.pending) stuck.current = true;
    if (stuck.current) el.scrollTop = el.scrollHeight;
    else if (first !== old.first) el.scrollTop += el.scrollHeight - old.height;
    before.current = { first, height: el.scrollHeight, pending };
  });
  useEffect(() => {
    if (!box.current || !content.current || typeof ResizeObserver === "undefined") return;
    // Pictures arrive late and the keyboard changes the frame: neither must hide the newest message.
    const observer = new ResizeObserver(() => {
      if (box.current && stuck.current) box.current.scrollTop = box.current.scrollHeight;
      if (box.current) before.current.height = box.current.scrollHeight;
    });
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [box, content, stuck]);
}
