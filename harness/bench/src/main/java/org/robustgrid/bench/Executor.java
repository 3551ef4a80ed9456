package org.robustgrid.bench;

import org.robustgrid.bench.speed.BenchedNetwork;
import org.robustgrid.bench.speed.Passes;
import org.robustgrid.bench.speed.StockGraph;

/** Who executes a network. */
public enum Executor {
  ROBUSTGRID {
    @Override
    Passes of(BenchedNetwork benched) {
      return benched;
    }
  },
  DEEPLEARNING4J {
    @Override
    Passes of(BenchedNetwork benched) {
      return StockGraph.of(benched);
    }
  },
  SAMEDIFF {
    @Override
    Passes of(BenchedNetwork benched) {
      return SameDiffGraph.of(benched);
    }
  };

  /** The same network and batch, executed this way. */
  abstract Passes of(BenchedNetwork benched);
}
