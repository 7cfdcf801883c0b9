// An incident in which everything has happened that a room can show, made through the forms alone: for whoever looks at its pages.

// - returns: paths without their language: of the open room and a closed one, of a draft, of the checks beside it, and of a text that waits for a second person
export async function incident(page, program) {
  const press = (button) => Promise.all([page.waitForNavigation(), page.click(button)]);
  const send = async (action, fields, open) => {
    if (open) await page.click(`summary:has-text("${open}")`);
    for (const [name, value] of Object.entries(fields)) {
      const field = page.locator(`form[action$='${action}'] [name=${name}]`).first();
      const kind = await field.evaluate((element) => (element.tagName === "SELECT" ? "select" : element.type));
      if (kind === "select") await field.selectOption(value);
      else if (kind === "checkbox") await field.check();
      else await field.fill(value);
    }
    await press(`form[action$='${action}'] button`);
  };
  const path = () => new URL(page.url()).pathname.replace(/^\/en/, "");
  const open = async (title, playbook) => {
    await page.goto(`${program.address}/en/desk/incidents/new`);
    await page.fill("[name=title]", title);
    await page.selectOption("[name=kind]", "serious_emergency");
    if (playbook) await page.selectOption("[name=playbook]", playbook);
    await press("main form button[type=submit]");
    return path();
  };

  const over = await open("老桥限行引发绕行拥堵 Detours after the old bridge was narrowed");
  await send("/decisions", { note: "先公布绕行路线 The detour is published first" });
  await page.click("summary:has-text('Close')");
  await send("/close", { reason: "桥已恢复通行 The bridge is open again" });
  await page.goto(`${program.address}/en${over}/after`);
  await send("/lessons", { note: "绕行图应与限行同时公布 The map of detours belongs beside the notice" });

  const room = await open("翠柏小区自来水有异味 The tap water at Cuibai smells", "water-fault");
  const back = () => page.goto(`${program.address}/en${room}`);
  await send("/facts", { what: "已在12处取样 Twelve samples were taken", origin: "水务公司 Water works", confirmed: true }, "Note a fact");
  await send("/facts", { what: "可能与施工有关 Perhaps it comes from the works", origin: "施工单位 Builders" }, "Note a fact");
  await send("/pause", { reason: "等待第三方检测 Waiting for the other laboratory" }, "Let it stand");
  await send("/tasks", { what: "判断能否饮用 Say whether it may be drunk", within: "4" }, "Give a task");
  await send("/statements", { statement: "water-fault/holding" }, "Write a statement");
  const draft = path();
  await back();
  const checks = new URL(await page.locator("a.draft-checks").first().getAttribute("href"), program.address).pathname.replace(/^\/en/, "");
  await send("/statements", { statement: "" }, "Write a statement");
  await page.selectOption("[name=kind]", "emergency");
  const text = {
    title_zh: "翠柏小区停水", body_zh: "今晚停水，请储水。", title_en: "Water is cut at Cuibai", body_en: "The water is cut tonight. Store some.",
    event_zh: "停水", event_en: "Water cut", instruction_zh: "请储水。", instruction_en: "Store water.", expires: "2099-01-01T08:00",
  };
  for (const [name, value] of Object.entries(text)) await page.fill(`[name=${name}]`, value);
  for (const [name, value] of Object.entries({ category: "Infra", urgency: "Immediate", severity: "Moderate", certainty: "Observed" })) {
    await page.selectOption(`[name=${name}]`, value);
  }
  await press("button[value=submit]");
  return { room, over, draft, checks, waiting: path() };
}
