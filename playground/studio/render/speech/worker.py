"""The speech process: one order as JSON on standard input, one line of JSON and then raw samples on standard output."""

import json
import sys

from playground.studio.render.speech.espeak import Engine


def main() -> int:
    """Speak the parts of the order.

    The header line is `{"rate", "samples", "phonemes": [[sample, ipa], …], "words": [[sample, place], …]}`.
    """
    order = json.load(sys.stdin)
    engine = Engine(order["most_seconds"])
    utterance = engine.utterance
    for text, voice in order["parts"]:
        if not engine.is_full:
            utterance = engine.speak(text, voice=voice, speed=order["speed"], pitch=order["pitch"])
    samples = len(utterance.samples) // 2
    events = {"phonemes": utterance.phonemes, "words": utterance.words}
    header = json.dumps({"rate": utterance.rate, "samples": samples, **events})
    sys.stdout.buffer.write(header.encode() + b"\n" + utterance.samples)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
