package org.robustgrid.run.cell;

import java.util.List;
import java.util.Optional;

/** Results by key. Implementations are thread-safe and store results atomically. */
public interface ResultStore {

  /** A store without results: what a plan looks like before anything is computed. */
  ResultStore EMPTY = new EmptyStore();

  /** Whether there is a result; it is not read. */
  boolean has(String key, Class<? extends CellResult> type);

  /**
   * Reads a result.
   *
   * @throws org.robustgrid.base.files.DamagedFileException if it was changed after it was written
   */
  <R extends CellResult> Optional<R> get(String key, Class<R> type);

  /** Stores a result, and forgets a failure of the same cell. */
  void put(CellResult result);

  /** Why a cell failed, if it was tried. */
  Optional<CellFailure> failure(String key);

  /** Images that were claimed to break models of the plan. */
  default List<Claim> claims() {
    return List.of();
  }

  /** Stores why a cell has no result. */
  void put(CellFailure failure);
}
