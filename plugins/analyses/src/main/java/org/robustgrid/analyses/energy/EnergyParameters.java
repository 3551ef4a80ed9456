package org.robustgrid.analyses.energy;

/** What several analyses cite. */
final class EnergyParameters {

  static final String CITATION =
      "Zhu et al.: Towards understanding the generative capability of adversarially robust"
          + " classifiers. ICCV 2021";

  private EnergyParameters() {}
}
