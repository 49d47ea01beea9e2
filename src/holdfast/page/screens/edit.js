// What the grid of a table does in the browser; texts go in as texts.
window.holdfastEdit = (() => {
  const faults = {};
  const of = (id) => getElement(id)?.api;
  const wrong = (params) => {
    const row = faults[params.api.getGridId()]?.[params.data?._row];
    return row && (row[params.colDef.field] || (params.colDef.field === "_row" ? row[""] : ""));
  };
  class Editor {
    init(params) {
      this.params = params;
      const { among = [], strict } = params.colDef.cellEditorParams || {};
      const now = params.value ?? "";
      const name = params.colDef.headerName;
      if (strict) {
        this.box = document.createElement("select");
        for (const value of new Set(["", now, ...among])) this.box.add(new Option(value, value));
      } else {
        this.box = document.createElement("input");
        this.box.autocomplete = "off";
      }
      this.gui = document.createElement("div");
      this.gui.className = "cell-editor";
      this.gui.append(this.box);
      if (!strict && among.length) {
        const list = document.createElement("datalist");
        list.id = `among-${params.colDef.field}`;
        for (const value of among) list.append(new Option(value, value));
        this.box.setAttribute("list", list.id);
        this.gui.append(list);
      }
      this.box.setAttribute("aria-label", name);
      const key = params.eventKey;
      this.box.value = key && key.length === 1 && !strict ? key : key === "Backspace" || key === "Delete" ? "" : now;
      this.typed = key && key.length === 1;
    }
    getGui() { return this.gui; }
    afterGuiAttached() { this.box.focus(); if (!this.typed && this.box.select) this.box.select(); }
    getValue() { return this.box.value.trim(); }
  }
  return {
    Editor,
    cell(params) {
      const said = wrong(params);
      const cell = params.eGridCell;
      cell?.classList.toggle("faulty", !!said);
      if (said) { cell?.setAttribute("aria-invalid", "true"); cell?.setAttribute("aria-description", said); }
      else { cell?.removeAttribute("aria-invalid"); cell?.removeAttribute("aria-description"); }
      const text = document.createElement("span");
      const value = params.value ?? "";
      const instead = params.colDef.cellEditorParams?.instead;
      text.textContent = value === "" ? instead ?? "" : value;
      if (value === "" && instead) text.className = "instead";
      if (params.colDef.context?.sources && value !== "") {
        text.className = "sourced";
        text.addEventListener("click", (event) => {
          event.target.dispatchEvent(new CustomEvent("source", { bubbles: true, detail: { row: params.data._row } }));
        });
      }
      return text;
    },
    told(params) { return wrong(params) || null; },
    show(id, found) {
      const api = of(id);
      if (!api) return setTimeout(() => holdfastEdit.show(id, found), 50);
      faults[api.getGridId()] = found;
      api.refreshCells({ force: true });
    },
    rows(id, rows) { of(id)?.setGridOption("rowData", rows); },
    update(id, rows) { of(id)?.applyTransaction({ update: rows }); },
    filter(id, text) { of(id)?.setGridOption("quickFilterText", text); },
    go(id, row, column, tries = 40) {
      const api = of(id);
      const node = api?.getRowNode(String(row));
      if (!node) { if (tries) setTimeout(() => holdfastEdit.go(id, row, column, tries - 1), 100); return; }
      if (node.rowIndex === null) {
        api.setGridOption("quickFilterText", "");
        const box = document.querySelector(".edit-find input");
        if (box) box.value = "";
      }
      const name = api.getColumn(column) ? column : "_row";
      api.ensureIndexVisible(node.rowIndex, "middle");
      api.ensureColumnVisible(name);
      api.setFocusedCell(node.rowIndex, name);
    },
    chosen(id) {
      const api = of(id);
      const picked = api.getSelectedRows().map((row) => row._row);
      const at = api.getFocusedCell();
      const node = at && api.getDisplayedRowAtIndex(at.rowIndex);
      const here = node ? node.data._row : null;
      return { rows: picked.length ? picked : here === null ? [] : [here], here };
    },
    typing(event) { return ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName); },
    paste(id, event, emit) {
      if (holdfastEdit.typing(event)) return;
      const api = of(id);
      const at = api.getFocusedCell();
      const text = event.clipboardData.getData("text/plain");
      if (!at || !text) return;
      event.preventDefault();
      const rows = [];
      for (let i = at.rowIndex; i < api.getDisplayedRowCount(); i++) rows.push(api.getDisplayedRowAtIndex(i).data._row);
      const names = api.getAllDisplayedColumns().map((column) => column.getColId()).filter((name) => !name.startsWith("ag-Grid") && name !== "_row");
      const first = Math.max(names.indexOf(at.column.getColId()), 0);
      emit({ text, rows: rows.slice(0, text.split(/\r\n|\r|\n/).length), columns: names.slice(first) });
    },
    copy(id, event) {
      if (holdfastEdit.typing(event) || String(getSelection())) return;
      const api = of(id);
      const at = api.getFocusedCell();
      if (!at) return;
      event.clipboardData.setData("text/plain", String(api.getDisplayedRowAtIndex(at.rowIndex).data[at.column.getColId()] ?? ""));
      event.preventDefault();
    },
    keys(event, emit) {
      if (holdfastEdit.typing(event) || document.querySelector("dialog[open]") || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") { event.preventDefault(); emit(key === "y" || event.shiftKey ? "redo" : "undo"); }
    },
    listen() {
      document.addEventListener("keydown", (event) => holdfastEdit.keys(event, (step) => emitEvent("edit_step", step)));
    },
    here() {
      const now = document.querySelector(".edit-tables a[aria-current]");
      const list = now?.closest("ul");
      if (list) list.scrollTop = Math.max(now.offsetTop - list.offsetTop - list.clientHeight / 3, 0);
    },
    async file(event, emit) {
      const file = event.target.files[0];
      event.target.value = "";
      if (file) emit(file.size > 1_500_000 ? { large: file.name } : { name: file.name, text: await file.text() });
    },
  };
})();
