package org.robustgrid.analyses.energy;

/** The citation that the energy analyses share. */
final class EnergyParameters {

  static final String CITATION =
      "Zhu et al.: Towards understanding the generative capability of adversarially robust"
          + " classifiers. ICCV 2021";

  private EnergyParameters() {}
}
