package org.robustgrid.run.scoring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.CellResult;
import org.robustgrid.run.cell.Claim;
import org.robustgrid.run.cell.ResultStore;

/**
 * Reads what several boards share once: models, clean predictions, certificates and checks. The
 * results of an attack belong to one board and are not held. Not thread-safe, and read only.
 */
final class ReadOnceStore implements ResultStore {

  private final ResultStore store;
  private final Map<String, CellResult> read = new HashMap<>();

  ReadOnceStore(ResultStore store) {
    this.store = store;
  }

  @Override
  public boolean has(String key, Class<? extends CellResult> type) {
    return read.containsKey(key) || store.has(key, type);
  }

  @Override
  public <R extends CellResult> Optional<R> get(String key, Class<R> type) {
    CellResult known = read.get(key);
    if (known != null) {
      return Optional.of(type.cast(known));
    }
    Optional<R> found = store.get(key, type);
    if (type != AttackCellResult.class) {
      found.ifPresent(result -> read.put(key, result));
    }
    return found;
  }

  @Override
  public void put(CellResult result) {
    throw new UnsupportedOperationException("a leaderboard is built from results that are there");
  }

  @Override
  public Optional<CellFailure> failure(String key) {
    return store.failure(key);
  }

  @Override
  public List<Claim> claims() {
    return store.claims();
  }

  @Override
  public void put(CellFailure failure) {
    throw new UnsupportedOperationException("a leaderboard is built from results that are there");
  }
}
