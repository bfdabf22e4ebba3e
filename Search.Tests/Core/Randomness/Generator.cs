extern alias core;
global using Philox = core::HyperSearch.Randomness.Philox;
global using RandomWords = core::HyperSearch.Randomness.RandomWords;
