package org.example.plugin;

import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.testkit.contract.AnalysisContractSuite;

class PredictionEntropyTest implements AnalysisContractSuite {

  @Override
  public AnalysisProvider provider() {
    return new PredictionEntropyProvider();
  }
}
