// What lies under the pin while no map pictures are named: a grid of degrees, and villages of which we know where they lie.
const NEAREST_METRES = 3000;

export function drawGrid(L, map) {
  const grid = L.gridLayer({ tileSize: 160 });
  grid.createTile = (at) => {
    const square = Object.assign(document.createElement("div"), { className: "map-square" });
    const { lat, lng } = map.unproject(at.scaleBy(grid.getTileSize()), at.z);
    square.textContent = `${lat.toFixed(3)} ${lng.toFixed(3)}`;
    return square;
  };
  grid.addTo(map);
}

// Places with most reports come first and keep their name; one that would lie over another's is a dot alone.
export function drawNames(L, map, places) {
  const drawn = L.layerGroup().addTo(map);
  const draw = () => {
    const kept = [];
    drawn.clearLayers();
    for (const one of places) {
      const where = [one.latitude, one.longitude];
      if (!map.getBounds().contains(where)) continue;
      const at = map.latLngToContainerPoint(where), name = one.name.split(",")[0];
      const isFree = kept.every((other) => Math.abs(other.y - at.y) > 18 || Math.abs(other.x - at.x) > 90);
      if (isFree) kept.push(at);
      const label = Object.assign(document.createElement("span"), { textContent: isFree ? name : "" });
      drawn.addLayer(L.marker(where, { interactive: false, keyboard: false, icon: L.divIcon({ className: "map-place", html: label, iconSize: [8, 8] }) }));
    }
  };
  map.on("moveend", draw);
  draw();
}

export function nearestPlace(map, where, places) {
  const near = places.map((one) => [map.distance(where, [one.latitude, one.longitude]), one]).sort((a, b) => a[0] - b[0])[0];
  return near && near[0] <= NEAREST_METRES ? near[1] : null;
}
