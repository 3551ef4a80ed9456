package org.robustgrid.analyses.generation;

/** The citations that analyses of generated images share. */
final class GenerationParameters {

  static final String KAUR =
      "Kaur, Cohen and Lipton: Are perceptually-aligned gradients a general property of robust"
          + " classifiers? 2019";

  static final String GANZ =
      "Ganz, Kawar and Elad: Do perceptually aligned gradients imply robustness? ICML 2023";

  static final String ZHU =
      "Zhu et al.: Towards understanding the generative capability of adversarially robust"
          + " classifiers. ICCV 2021";

  private GenerationParameters() {}
}
