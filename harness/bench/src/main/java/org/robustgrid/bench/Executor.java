package org.robustgrid.bench;

import org.robustgrid.run.bench.BenchedNetwork;
import org.robustgrid.run.bench.Passes;
import org.robustgrid.run.bench.StockGraph;

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
