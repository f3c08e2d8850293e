// Filters, sorts and compares the rows of the index. What is chosen stands in the address.
(() => {
    "use strict";
    const form = document.getElementById("filter");
    const table = document.getElementById("runs");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const headings = Array.from(table.tHead.rows[0].cells);
    const names = headings.map(heading => heading.textContent);
    const fields = Array.from(form.elements).filter(field => field.name);
    const place = document.getElementById("comparison");
    const hint = place.innerHTML;
    const fewest = 2;
    let order = { column: -1, isFalling: false };
    let chosen = [];

    const cell = (row, name) => row.cells[names.indexOf(name)];
    const text = (row, name) => cell(row, name).textContent;
    const value = found =>
        found.dataset.value === undefined || found.dataset.value === ""
            ? NaN
            : Number(found.dataset.value);
    const box = row => row.cells[0].firstElementChild;
    const element = (tag, content, style) => {
        const made = document.createElement(tag);
        made.textContent = content;
        if (style) made.className = style;
        return made;
    };

    function filter() {
        const words = form.elements.text.value.toLowerCase().split(/\s+/);
        let shown = 0;
        for (const row of rows) {
            const line = row.textContent.toLowerCase();
            const fits = words.every(word => line.includes(word))
                && ["study", "fault", "verdict"].every(name => {
                    const asked = form.elements[name].value;
                    return asked === "" || asked === text(row, name);
                });
            row.hidden = !fits;
            if (fits) shown++;
        }
        document.getElementById("count").textContent = `${shown} of ${rows.length} shown`;
    }

    function sort() {
        headings.forEach((heading, i) => {
            if (i === order.column)
                heading.setAttribute("aria-sort", order.isFalling ? "descending" : "ascending");
            else heading.removeAttribute("aria-sort");
        });
        if (order.column < 0) return;
        const sign = order.isFalling ? -1 : 1;
        const isNumber = headings[order.column].className === "number";
        const sorted = rows.slice().sort((a, b) => {
            const [left, right] = [a.cells[order.column], b.cells[order.column]];
            if (!isNumber) return sign * left.textContent.localeCompare(right.textContent);
            const [x, y] = [value(left), value(right)];
            // What was not measured comes last in either direction.
            if (isNaN(x) || isNaN(y)) return isNaN(x) - isNaN(y);
            return sign * (x - y);
        });
        body.append(...sorted);
    }

    function ratio(first, other) {
        const times = value(other) / value(first);
        if (!isFinite(times)) return "";
        return ` (× ${times >= 10 ? Math.round(times) : times.toFixed(2)})`;
    }

    function line(name, cells) {
        const made = document.createElement("tr");
        const heading = element("th", name);
        heading.scope = "row";
        made.append(heading, ...cells);
        return made;
    }

    function compare() {
        document.getElementById("chosen").textContent = chosen.length;
        if (chosen.length < fewest) {
            place.innerHTML = hint;
            return;
        }
        const made = document.createElement("table");
        const head = made.createTHead().insertRow();
        head.append(element("th", ""));
        for (const row of chosen) {
            const heading = element("th", "");
            heading.scope = "col";
            heading.append(...Array.from(cell(row, "run").childNodes, node => node.cloneNode(true)));
            head.append(heading);
        }
        const lines = made.createTBody();
        names.forEach((name, i) => {
            if (i <= names.indexOf("run")) return;
            const isNumber = headings[i].className === "number";
            lines.append(line(name, chosen.map((row, k) => {
                const other = element("td", row.cells[i].textContent, isNumber ? "number" : "");
                if (isNumber && k > 0) other.append(ratio(chosen[0].cells[i], row.cells[i]));
                return other;
            })));
        });
        lines.append(line("machine", chosen.map(row => element("td", row.dataset.machine))));
        const frame = element("div", "", "table");
        frame.tabIndex = 0;
        frame.append(made);
        place.replaceChildren(frame);
        if (new Set(chosen.map(row => row.dataset.machine)).size > 1)
            place.append(element(
                "p",
                "These runs are of different machines or networks: that may be the difference.",
                "warning"));
    }

    function write() {
        const state = new URLSearchParams();
        for (const field of fields) if (field.value) state.set(field.name, field.value);
        if (order.column >= 0)
            state.set("sort", (order.isFalling ? "-" : "") + names[order.column]);
        for (const row of chosen) state.append("compare", row.dataset.key);
        const address = "#" + state;
        if (address !== location.hash) location.replace(address);
    }

    function read() {
        // The contents of the page have addresses too: section-1, without an equals sign.
        if (location.hash.length > 1 && !location.hash.includes("=")) return;
        const state = new URLSearchParams(location.hash.slice(1));
        for (const field of fields) field.value = state.get(field.name) ?? "";
        const asked = state.get("sort") ?? "";
        order = { column: names.indexOf(asked.replace(/^-/, "")), isFalling: asked.startsWith("-") };
        const keys = state.getAll("compare");
        chosen = keys
            .map(key => rows.find(row => row.dataset.key === key))
            .filter(row => row !== undefined);
        for (const row of rows) box(row).checked = chosen.includes(row);
        filter();
        sort();
        compare();
    }

    headings.forEach((heading, i) => {
        if (i === 0) return;
        const button = element("button", heading.textContent);
        button.type = "button";
        button.addEventListener("click", () => {
            order = { column: i, isFalling: order.column === i && !order.isFalling };
            sort();
            write();
        });
        heading.replaceChildren(button);
    });
    for (const row of rows)
        box(row).addEventListener("change", () => {
            chosen = chosen.filter(other => other !== row);
            if (box(row).checked) chosen.push(row);
            compare();
            write();
        });
    form.addEventListener("input", () => {
        filter();
        write();
    });
    form.addEventListener("reset", () => setTimeout(() => {
        filter();
        write();
    }));
    form.addEventListener("submit", event => event.preventDefault());
    window.addEventListener("hashchange", read);
    form.hidden = false;
    read();
})();
