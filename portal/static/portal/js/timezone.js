// The browser's time zone, for whoever has chosen none. Without this script it is chosen
// in the profile, and times are in UTC until then.
"use strict";

function tellTimeZone() {
  const field = document.querySelector("[name='timezone']");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!field || field.value || !zone) return;
  field.value = zone;
  if (field.value !== zone) field.add(new Option(zone, zone, true, true));
}

tellTimeZone();
// The form of a first comment comes while one reads.
document.addEventListener("htmx:load", tellTimeZone);
