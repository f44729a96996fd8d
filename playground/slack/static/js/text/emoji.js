/** The emoji shortcodes that apps commonly write; any other stays as it was typed. */

const GROUPS = {
  faces: `
    smile 😄 slightly_smiling_face 🙂 grinning 😀 joy 😂 wink 😉 thinking_face 🤔 sweat_smile 😅 cry 😢 sob 😭
    sunglasses 😎 heart_eyes 😍 neutral_face 😐 partying_face 🥳 robot_face 🤖 wave 👋
  `,
  hands: `
    +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 raised_hands 🙌 pray 🙏 ok_hand 👌 muscle 💪 eyes 👀 point_right 👉
    point_left 👈 point_down 👇 point_up 👆 writing_hand ✍️ speaking_head_in_silhouette 🗣️
  `,
  marks: `
    white_check_mark ✅ heavy_check_mark ✔️ x ❌ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 question ❓ exclamation ❗
    information_source ℹ️ bangbang ‼️ 100 💯 recycle ♻️ new 🆕 sos 🆘 red_circle 🔴 large_green_circle 🟢
    large_yellow_circle 🟡 large_orange_circle 🟠 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫
    large_green_square 🟩 white_large_square ⬜ black_large_square ⬛ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️
    arrow_down ⬇️ heavy_plus_sign ➕
  `,
  time: `
    hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 clock3 🕒 clock9 🕘 calendar 📅 date 📅
    spiral_calendar_pad 🗓️ arrows_counterclockwise 🔄 repeat 🔁
  `,
  things: `
    clapper 🎬 movie_camera 🎥 video_camera 📹 film_frames 🎞️ camera 📷 tv 📺 microphone 🎤 studio_microphone 🎙️
    speaker 🔈 loud_sound 🔊 sound 🔉 mute 🔇 musical_note 🎵 headphones 🎧 mega 📣 loudspeaker 📢 bell 🔔 no_bell 🔕
    memo 📝 pencil2 ✏️ page_facing_up 📄 file_folder 📁 clipboard 📋 link 🔗 paperclip 📎 lock 🔒 unlock 🔓 key 🔑
    gear ⚙️ wrench 🔧 hammer_and_wrench 🛠️ bulb 💡 mag 🔍 wastebasket 🗑️ inbox_tray 📥 outbox_tray 📤 package 📦
    bar_chart 📊 chart_with_upwards_trend 📈 moneybag 💰 money_with_wings 💸 dollar 💵 credit_card 💳 computer 💻
    iphone 📱 globe_with_meridians 🌐 earth_africa 🌍 books 📚 label 🏷️ pushpin 📌 round_pushpin 📍 gift 🎁 trophy 🏆
    dart 🎯 art 🎨 performing_arts 🎭
  `,
  rest: `
    tada 🎉 sparkles ✨ star ⭐ star2 🌟 zap ⚡ fire 🔥 boom 💥 rocket 🚀 rainbow 🌈 sunny ☀️ heart ❤️ blue_heart 💙
    green_heart 💚 broken_heart 💔 coffee ☕ pizza 🍕 cake 🍰 beers 🍻 seedling 🌱 bust_in_silhouette 👤
    busts_in_silhouette 👥 woman 👩 man 👨 bow 🙇 raising_hand 🙋 construction 🚧 rotating_light 🚨 checkered_flag 🏁
    crystal_ball 🔮 dash 💨 play_or_pause_button ⏯️ arrow_forward ▶️ double_vertical_bar ⏸️
    black_square_for_stop ⏹️
  `,
};

const CHARACTERS = new Map(
  Object.values(GROUPS).flatMap((group) => {
    const words = group.trim().split(/\s+/);
    return words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1]]] : []));
  }),
);

/** The character for `:name:`, a skin tone after it left out; or null. */
export const emojiFor = (name) => CHARACTERS.get(name.split("::")[0]) ?? null;

/** The names of the emoji that the page knows, one for each character. */
export function emojiNames() {
  const byCharacter = new Map();
  for (const [name, character] of CHARACTERS) if (!byCharacter.has(character)) byCharacter.set(character, name);
  return [...byCharacter.values()];
}

/** `text` with its known shortcodes as characters, for plain text. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (code, name) => emojiFor(name) ?? code);
}
