// Visitors' times: the server writes them in UTC, since it does not know where a visitor
// is; here they become the browser's own, and name their difference to UTC. The forms are
// those of portal/formats/. Who is signed in has chosen a zone: their times stay.
"use strict";

(() => {
  const WRITTEN_IN_UTC = /[(（]UTC[)）]$/u;
  const FORMS = {
    en: ({ day, month, year, time, zone }) => `${day}\u00a0${month} ${year}, ${time} (${zone})`,
    ru: ({ day, month, year, time, zone }) => `${day}\u00a0${month} ${year}\u00a0года, ${time} (${zone})`,
    zh: ({ day, monthNumber, year, time, zone }) => `${year}年${monthNumber}月${day}日 ${time}（${zone}）`,
  };
  const language = document.documentElement.lang;
  const form = FORMS[language.split("-")[0]];
  const named = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
  const twoDigits = (number) => String(number).padStart(2, "0");

  const zoneAt = (moment) => {
    const offset = -moment.getTimezoneOffset();
    if (!offset) return "UTC";
    const minutes = Math.abs(offset) % 60;
    const hours = (Math.abs(offset) - minutes) / 60;
    return `UTC${offset > 0 ? "+" : "\u2212"}${hours}${minutes ? `:${twoDigits(minutes)}` : ""}`;
  };

  const write = (moment) => form({
    day: moment.getDate(),
    month: named.formatToParts(moment).find((part) => part.type === "month").value,
    monthNumber: moment.getMonth() + 1,
    year: moment.getFullYear(),
    time: `${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`,
    zone: zoneAt(moment),
  });

  const localise = (within) => {
    for (const element of within.querySelectorAll("time[datetime]")) {
      if (WRITTEN_IN_UTC.test(element.textContent.trim())) {
        element.textContent = write(new Date(element.dateTime));
      }
    }
  };

  if (!form) return;
  localise(document);
  document.addEventListener("htmx:load", (event) => localise(event.target));
})();
