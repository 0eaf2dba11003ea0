/** Two soft notes, made on the spot so that no sound file has to be loaded. */

const notes = [
  { frequency: 660, at: 0 },
  { frequency: 880, at: 0.12 },
];

export function chime(): void {
  const context = new AudioContext();
  const end = context.currentTime + 0.6;
  for (const { frequency, at } of notes) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const start = context.currentTime + at;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.14, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, end);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(end);
  }
  setTimeout(() => context.close(), 1000);
}
