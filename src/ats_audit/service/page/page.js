"use strict";
(() => {
  const form = document.getElementById("audit");
  const file = document.getElementById("file");
  const drop = document.getElementById("drop");
  const problem = document.getElementById("problem");
  const status = document.getElementById("status");
  const progress = document.getElementById("progress");
  const send = form.querySelector("button[type=submit]");
  const result = document.getElementById("result");
  const frame = document.getElementById("report");
  const saved = document.getElementById("saved");
  const role = document.getElementById("role");
  const job = document.getElementById("job");
  const format = document.getElementById("format");
  const key = document.getElementById("key");
  const allRoles = document.getElementById("all-roles");
  const most = Number(form.dataset.maxBytes);
  let timers = [];
  let busy = false;

  for (const part of document.querySelectorAll(".scripted")) part.hidden = false;
  // With script the page itself offers every form of the report afterwards.
  format.closest(".field").hidden = true;

  const showProblem = (title, ...lines) => {
    problem.replaceChildren();
    for (const [index, line] of [title, ...lines].filter(Boolean).entries()) {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      if (index === 0) paragraph.className = "title";
      problem.append(paragraph);
    }
    problem.hidden = false;
    problem.scrollIntoView({ block: "nearest" });
  };
  const clearProblem = () => {
    problem.hidden = true;
    problem.replaceChildren();
  };
  const setBusy = (is) => {
    busy = is;
    send.setAttribute("aria-disabled", String(is));
    progress.hidden = !is;
    timers.forEach(clearTimeout);
    timers = [];
    status.textContent = is ? "Reading the résumé…" : "";
    if (is) {
      timers.push(setTimeout(() => { status.textContent = "Still at it: large files take a few seconds."; }, 2500));
      timers.push(setTimeout(() => { status.textContent = "This file is slow to read. It is given up soon."; }, 7000));
    }
  };
  const check = () => {
    const chosen = file.files[0];
    if (!chosen) return "";
    if (chosen.size > most) return `The file is too large: ${(chosen.size / 1e6).toFixed(1)} MB, and at most ${most / 1e6} MB are read. Make its pictures smaller, or leave them out.`;
    if (chosen.size === 0) return "The file is empty.";
    return "";
  };

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  // A file that misses the field must not replace the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 1) {
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event("change"));
    } else if (event.dataTransfer.files.length > 1) {
      showProblem("One résumé at a time, please.");
    }
  });
  file.addEventListener("change", () => {
    const wrong = check();
    if (wrong) showProblem("This file cannot be sent", wrong); else clearProblem();
  });

  form.addEventListener("submit", (event) => {
    const wrong = check();
    if (busy || wrong) {
      event.preventDefault();
      if (wrong) { showProblem("This file cannot be sent", wrong); file.focus(); }
      return;
    }
    clearProblem();
    format.value = "html";
    form.target = "report";
    setBusy(true);
  });

  frame.addEventListener("load", () => {
    if (!busy) return;
    setBusy(false);
    const page = frame.contentDocument;
    if (!page || !page.body || page.URL === "about:blank") {
      showProblem("The service cannot be reached", "Try again in a moment.");
      return;
    }
    const wrong = page.querySelector("#problem:not([hidden])");
    if (wrong) {
      showProblem(...[...wrong.querySelectorAll("p")].map((line) => line.textContent));
      return;
    }
    const isRanking = page.body.classList.contains("ranking");
    document.getElementById("result-title").textContent = isRanking ? "Roles" : "Report";
    if (isRanking) allRoles.hidden = true;
    for (const button of document.querySelectorAll("[data-download]")) {
      const form = button.dataset.download;
      const isWord = /\.docx$/i.test(file.files[0]?.name ?? "");
      button.hidden = (isRanking && !["json", "text"].includes(form)) || (form.startsWith("docx") && !isWord);
    }
    for (const back of page.querySelectorAll(".back")) back.hidden = true;
    for (const button of page.querySelectorAll("[data-role]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        role.value = button.dataset.role;
        allRoles.hidden = false;
        form.requestSubmit(send);
      });
    }
    document.title = page.title;
    saved.textContent = "";
    document.body.classList.add("has-result");
    result.hidden = false;
    result.focus();
  });

  allRoles.addEventListener("click", () => {
    role.value = "";
    form.requestSubmit(send);
  });

  document.getElementById("again").addEventListener("click", () => {
    document.body.classList.remove("has-result");
    result.hidden = true;
    allRoles.hidden = true;
    frame.src = "about:blank";
    document.title = "Résumé audit";
    file.value = "";
    file.focus();
  });

  const download = async (button) => {
    const wanted = button.dataset.download;
    const ranking = !role.value && !job.value.trim();
    const body = new FormData();
    if (!ranking) {
      body.set("role", role.value);
      body.set("job", job.value);
    }
    body.set("file", file.files[0]);
    const headers = key ? { Authorization: `Bearer ${key.value}` } : {};
    saved.textContent = "Writing…";
    try {
      const address = `${form.dataset.base}/v1/${ranking ? "rankings" : "audits"}?format=${wanted}`;
      const response = await fetch(address, { method: "POST", body, headers });
      if (!response.ok) {
        const said = await response.json();
        saved.textContent = [said.title, said.detail, said.hint].filter(Boolean).join(". ");
        return;
      }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      const stem = file.files[0].name.replace(/\.[^.]*$/, "");
      link.download = ranking ? `${stem} - roles.${wanted === "json" ? "json" : "txt"}` : `${stem} - ${button.dataset.ending}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      saved.textContent = `Saved as ${link.download}`;
    } catch {
      saved.textContent = "The service cannot be reached. Try again in a moment.";
    }
  };
  for (const button of document.querySelectorAll("[data-download]")) {
    button.addEventListener("click", () => download(button));
  }
})();
